// A service with one page: paint a label map, and see what teacher and compressed student make of it while you paint.
using System.CommandLine;
using System.Net;
using GanCompression;
using GanCompression.Samples.InteractiveDemo;
using Microsoft.AspNetCore.Builder;

var defaults = new DemoOptions();
var teacher = new Option<string>("--teacher") { Description = "The large generator, a .gcm file.", DefaultValueFactory = _ => Path.Combine("artifacts", "quickstart", "teacher.gcm") };
var student = new Option<string>("--student") { Description = "The compressed generator, a .gcm file.", DefaultValueFactory = _ => Path.Combine("artifacts", "quickstart", "student.gcm") };
var address = new Option<string>("--address") { Description = "IP address to listen at. The default is reachable from this machine only; the service knows no users, so put a proxy that does before any other.", DefaultValueFactory = _ => defaults.Address };
var port = new Option<int>("--port") { Description = "Port to listen at; 0 for a free one.", DefaultValueFactory = _ => defaults.Port };
var workers = new Option<int>("--workers") { Description = "Images computed at the same time, one thread each.", DefaultValueFactory = _ => defaults.Workers };
var places = new Option<int>("--places") { Description = "Images that may wait for a worker; more are refused with status 429.", DefaultValueFactory = _ => defaults.WaitingPlaces };
var maxPixels = new Option<int>("--max-pixels") { Description = "Largest image in pixels.", DefaultValueFactory = _ => defaults.MaxPixels };
var palette = new Option<string>("--palette") { Description = "Colours that the page begins with: those that the models were trained with.", DefaultValueFactory = _ => defaults.Palette };
_ = palette.AcceptOnlyFromAmong([.. LabelPalette.All.Select(known => known.Name)]);
Check(address, value => IPAddress.TryParse(value, out _), "an IP address such as 127.0.0.1");
Check(port, value => value is >= 0 and <= 65_535, "from 0 to 65535");
Check(workers, value => value is >= 1 and <= 256, "from 1 to 256");
Check(places, value => value is >= 0 and <= 10_000, "from 0 to 10000");
Check(maxPixels, value => value is >= 16 and <= 4096 * 4096, "from 16 to 16777216");

var command = new RootCommand("Serves a page where teacher and compressed student translate what you paint, while you paint.") { teacher, student, address, port, workers, places, maxPixels, palette };
command.SetAction(ServeAsync);
ParseResult parsed = command.Parse(args);
int exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // The host stops on signals, in order.
return parsed.Errors.Count > 0 ? 2 : exitCode;

async Task<int> ServeAsync(ParseResult given)
{
    var options = new DemoOptions
    {
        Address = given.GetValue(address)!, Port = given.GetValue(port), Workers = given.GetValue(workers), WaitingPlaces = given.GetValue(places),
        MaxPixels = given.GetValue(maxPixels), Palette = given.GetValue(palette)!,
    };
    try
    {
        DemoModels models = DemoModels.Load(given.GetValue(teacher)!, given.GetValue(student)!);
        models.Teacher.WarmUp();
        models.Student.WarmUp();
        await using WebApplication app = DemoServer.Build(options, models);
        _ = app.Lifetime.ApplicationStarted.Register(() => StartupLog.Listening(app.Logger, app.Urls));
        await app.RunAsync();
        return 0;
    }
    catch (Exception e) when (e is IOException or FormatException or NotSupportedException or GraphException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 1;
    }
}

static void Check<T>(Option<T> option, Func<T, bool> isValid, string expected) => option.Validators.Add(result =>
{
    if (result.Errors.Any())
        return;
    if (!isValid(result.GetValueOrDefault<T>()))
        result.AddError($"{option.Name} must be {expected}, but was '{string.Join(' ', result.Tokens)}'.");
});
