using System.CommandLine;
using GanCompression.InteractiveDemo.Driver;
using GanCompression.InteractiveDemo.Driver.Browser;
using GanCompression.InteractiveDemo.Driver.Load;

var url = new Option<string>("--url") { Description = "Address of a running demo.", DefaultValueFactory = _ => "http://127.0.0.1:5080/" };

var output = new Option<string>("--output", "-o") { Description = "The picture, a PNG file.", DefaultValueFactory = _ => "demo.png" };
var width = new Option<int>("--width") { Description = "Width of the window.", DefaultValueFactory = _ => 1400 };
var height = new Option<int>("--height") { Description = "Height of the window.", DefaultValueFactory = _ => 860 };
var scheme = new Option<string>("--scheme") { Description = "Colours of the page.", DefaultValueFactory = _ => "light" };
_ = scheme.AcceptOnlyFromAmong("light", "dark");
var screenshot = new Command("screenshot", "Takes a picture of the page with an example house.") { url, output, width, height, scheme };
screenshot.SetAction(async (given, _) =>
{
    if (ChromiumBrowser.Find() is not { } executable)
    {
        await Console.Error.WriteLineAsync("error: " + ChromiumBrowser.NotFound);
        return 1;
    }

    await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync(executable);
    await PagePicture.TakeAsync(browser, new Uri(given.GetValue(url)!), given.GetValue(width), given.GetValue(height), given.GetValue(scheme)!, given.GetValue(output)!);
    return 0;
});

var model = new Option<string>("--model") { Description = "Which model is asked.", DefaultValueFactory = _ => "student" };
_ = model.AcceptOnlyFromAmong("teacher", "student");
var seconds = new Option<int>("--seconds") { Description = "Time of each phase.", DefaultValueFactory = _ => 10 };
var load = new Command("load", "Measures latency and throughput with few and many clients, and with ten times as many as there are places, bad ones among them.") { url, model, seconds };
load.SetAction(async (given, _) =>
{
    using var run = new LoadRun(new LoadOptions(new Uri(given.GetValue(url)!), given.GetValue(model)!, TimeSpan.FromSeconds(given.GetValue(seconds))));
    return await run.RunAsync() ? 0 : 1;
});

return await new RootCommand("Drives the interactive demo.") { load, screenshot }.Parse(args).InvokeAsync();
