// Puts load on a running demo and reports how it answers, or takes a picture of its page.
using System.CommandLine;
using GanCompression.InteractiveDemo.Load;

var url = new Option<string>("--url") { Description = "Address of a running demo.", DefaultValueFactory = _ => "http://127.0.0.1:5080/", Recursive = true };
var model = new Option<string>("--model") { Description = "Which model is asked.", DefaultValueFactory = _ => "student" };
_ = model.AcceptOnlyFromAmong("teacher", "student");
var seconds = new Option<int>("--seconds") { Description = "Time of each phase.", DefaultValueFactory = _ => 10 };
var command = new RootCommand("Measures latency and throughput with few and many clients, and with ten times as many as there are places, bad ones among them.") { url, model, seconds };
command.SetAction(async (given, _) =>
{
    using var run = new LoadRun(new LoadOptions(new Uri(given.GetValue(url)!), given.GetValue(model)!, TimeSpan.FromSeconds(given.GetValue(seconds))));
    return await run.RunAsync() ? 0 : 1;
});

var output = new Option<string>("--output", "-o") { Description = "The PNG file.", DefaultValueFactory = _ => "demo.png" };
var width = new Option<int>("--width") { Description = "Width of the window in pixels; below 600 it is a phone's.", DefaultValueFactory = _ => 1400 };
var height = new Option<int>("--height") { Description = "Height of the window in pixels.", DefaultValueFactory = _ => 860 };
var scheme = new Option<string>("--scheme") { Description = "Colours of the system.", DefaultValueFactory = _ => "light" };
_ = scheme.AcceptOnlyFromAmong("light", "dark");
var picture = new Command("picture", "Takes a picture of the page with the system's Chromium.") { output, width, height, scheme };
picture.SetAction((given, _) => new DemoPicture(new Uri(given.GetValue(url)!), given.GetValue(output)!, given.GetValue(width), given.GetValue(height), given.GetValue(scheme)!).TakeAsync());
command.Add(picture);

return await command.Parse(args).InvokeAsync();
