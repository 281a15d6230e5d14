WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
WebApplication app = builder.Build();

string[] fortunes =
[
    "A change in one line reaches the machine that you least expect.",
    "What starts from an image starts the same tomorrow.",
    "You will write a test, and it will fail for the right reason.",
    "The service that nobody restarts is the one that nobody remembers.",
];

app.MapGet("/", () => "ask /fortuneteller\n");
app.MapGet("/fortuneteller", () => Random.Shared.GetItems(fortunes, 1)[0] + "\n");
app.MapGet("/healthz", () => "fine\n");

app.Run();
