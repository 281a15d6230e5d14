// sampleOSService answers HTTP requests for /fortuneteller with a fortune.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"log"
	"math/rand"
	"net/http"
	"strings"
	"time"
)

//go:embed fortunes.txt
var text string

// parse returns the lines of text that are neither blank nor comments.
func parse(text string) []string {
	var fortunes []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			fortunes = append(fortunes, line)
		}
	}
	return fortunes
}

func main() {
	address := flag.String("listen", ":8090", "address and port to serve on")
	flag.Parse()

	fortunes := parse(text)
	if len(fortunes) == 0 {
		log.Fatal("sampleOSService was built without fortunes")
	}

	random := rand.New(rand.NewSource(time.Now().UnixNano()))
	picks := make(chan string)
	go func() {
		for {
			picks <- fortunes[random.Intn(len(fortunes))]
		}
	}()

	http.HandleFunc("/fortuneteller", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintln(w, <-picks)
	})

	server := &http.Server{Addr: *address, ReadHeaderTimeout: 5 * time.Second}
	log.Printf("telling fortunes on %s", *address)
	log.Fatal(server.ListenAndServe())
}
