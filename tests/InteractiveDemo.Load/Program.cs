// Puts load on a running demo, and reports how it answers.
using System.CommandLine;
using GanCompression.InteractiveDemo.Load;

var url = new Option<string>("--url") { Description = "Address of a running demo.", DefaultValueFactory = _ => "http://127.0.0.1:5080/" };
var model = new Option<string>("--model") { Description = "Which model is asked.", DefaultValueFactory = _ => "student" };
_ = model.AcceptOnlyFromAmong("teacher", "student");
var seconds = new Option<int>("--seconds") { Description = "Time of each phase.", DefaultValueFactory = _ => 10 };
var command = new RootCommand("Measures latency and throughput with few and many clients, and with ten times as many as there are places, bad ones among them.") { url, model, seconds };
command.SetAction(async (given, _) =>
{
    using var run = new LoadRun(new LoadOptions(new Uri(given.GetValue(url)!), given.GetValue(model)!, TimeSpan.FromSeconds(given.GetValue(seconds))));
    return await run.RunAsync() ? 0 : 1;
});

return await command.Parse(args).InvokeAsync();
