namespace Cos.Sdk.Tests.Planning;

/// <summary>The files of a project that uses all that trees have, and recorded trees; each changed by chance.</summary>
internal sealed class MutatedProject
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{- ", " -}}", "- ", ": ", "\n", "\n  ", "\t", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "<<: *a\n", "|\n", ">-\n", "!!int ", "!!binary ", "null", "~", "yes",
        "0x", "\0", "\uFFFD", "\u2028", "{{ end }}", "{{ if .Values }}", "{{ range until 9999999 }}x{{ end }}", "{{ .Values.a.b.c }}", "{{ include \"x\" . }}", "{{ template \"top\" . }}",
        "{{ repeat 9999999 \"x\" }}", "requires:\n", "conflicts:\n", "provides:\n", "join:\n", "copy:\n", "retrieve:\n", "image: a\n", "image: scratch\n", "requires_final_images: true\n", "unpack: yes\n",
        "package_dir: /x\n", "- {name: low, category: c, version: \">=0\"}\n", "- {name: top, category: c, version: \">=0\"}\n", "- {name: mid, category: c, version: \"<1.0 >2\"}\n",
        "- {name: nobody, category: c, version: \">=0\"}\n", "version: 1.02\n", "version: \"1.0-rc1\"\n", "version: latest\n", "name: ..\n", "name: a/b\n", "(a+)+$", "\\", "../", "/", "*.tar", "FROM ", "AS ", "--from=",
        "steps:\n- |\n  a\n  b\n", "- x\n", "includes:\n- (((((\n", "subpackages:\n- {name: s, category: c, version: \"1\"}\n", "delta: changes\n", "env:\n- A=1\n",
    ];

    private static readonly (string Path, string Text)[] Own =
    [
        ("templates/t.yaml", "{{ define \"top\" }}- echo {{ .Values.name }} {{ .Values.word | default \"none\" }}\n{{ end }}"),
        ("low/definition.yaml", "name: low\ncategory: c\nversion: \"1.0\"\nprovides:\n- {name: under, category: c, version: \"1.0\"}\n"),
        ("low/build.yaml", "image: base:1\nsteps:\n{{ template \"top\" . }}"),
        ("low2/definition.yaml", "name: low\ncategory: c\nversion: \"1.1\"\nconflicts:\n- {name: side, category: c, version: \"<0.5\"}\n"),
        ("low2/build.yaml", "image: base:2\nprelude: [p]\nsteps: [echo]\n"),
        ("mid/collection.yaml", "packages:\n- &m {name: mid, category: c, version: \"1.0\", word: a}\n- {<<: *m, name: side, word: b}\n"),
        ("mid/build.yaml", "requires:\n- {name: low, category: c, version: \">=0\"}\nsteps:\n{{ include \"top\" . }}{{ range .Values.more }}- {{ . }}\n{{ end }}"),
        ("top/definition.yaml", "name: top\ncategory: c\nversion: \"2.0\"\nrequires:\n- {name: low, category: c, version: \">=1.0\"}\n"),
        ("top/build.yaml", "requires:\n- {name: mid, category: c, version: \">=0\"}\n- {name: side, category: c, version: \"1.0\"}\n- {name: under, category: c, version: \">=0\"}\n"
            + "copy:\n- {package: {name: low, category: c, version: \"<=1.0\"}, source: /a, destination: /b}\nretrieve: ['mid-*.tar']\nunpack: true\nexcludes: ['^/tmp/.*']\nsteps: [echo]\n"),
        ("flat/definition.yaml", "name: flat\ncategory: c\nversion: \"1\"\n"),
        ("flat/build.yaml", "join:\n- {name: top, category: c, version: \">=0\"}\nsteps:\n- |\n  one\n  two\nsubpackages:\n- {name: flat-doc, category: c, version: \"1\", includes: [/doc]}\n"),
        ("flat/finalize.yaml", "install:\n- echo {{ .Values.name }}\n"),
        ("docked/Dockerfile", "ARG B=base:1\nFROM ${B} AS one\nRUN a \\\n  b\nFROM base:2\nCOPY --from=one /a /a\n"),
        ("values.yaml", "word: x\nmore: [a, b]\nmap: {a: {b: 1}}\n"),
    ];

    private readonly (string Path, string Text)[][] _projects =
    [
        Own,
        Own,
        Own,
        .. Directory.GetDirectories(Repository.PathOf("tests/golden")).Where(folder => Directory.Exists(Path.Combine(folder, "tree"))).Order(StringComparer.Ordinal).Select(Read),
    ];

    /// <summary>Writes the project of a round below a folder; the same round writes the same files.</summary>
    public void Write(string folder, int round)
    {
        Random random = new(round);
        (string Path, string Text)[] files = _projects[random.Next(_projects.Length)];
        HashSet<int> changed = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(files.Length))];
        for (int i = 0; i < files.Length; i++)
        {
            string path = Path.Combine(folder, files[i].Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, changed.Contains(i) ? Mutate(files[i].Text, random, files) : files[i].Text);
        }
    }

    private static (string Path, string Text)[] Read(string scenario) =>
    [
        .. Directory.GetFiles(scenario, "*", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(scenario, file), File: file))
            .Where(file => file.Path.StartsWith("tree", StringComparison.Ordinal) || file.Path.StartsWith("values", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (file.Path, File.ReadAllText(file.File))),
    ];

    private static string Mutate(string text, Random random, (string Path, string Text)[] files)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            int lineStart = text.LastIndexOf('\n', Math.Max(at - 1, 0)) + 1;
            text = random.Next(6) switch
            {
                0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                1 => text.Insert(lineStart, Pieces[random.Next(Pieces.Length)]),
                2 => text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)),
                3 => text[..at] + text[random.Next(text.Length + 1)..],
                4 => text + "\n" + files[random.Next(files.Length)].Text,
                _ => text[..at] + (char)random.Next(1, 0x3000) + text[at..],
            };
        }
        return text;
    }
}
