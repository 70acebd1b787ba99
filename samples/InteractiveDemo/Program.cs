// A service with one page: paint a label map, and see what teacher and compressed student make of it while you paint.
using System.CommandLine;
using System.Globalization;
using System.Net;
using GanCompression;
using GanCompression.Samples.InteractiveDemo;
using Microsoft.AspNetCore.Builder;

var defaults = new DemoOptions();
var teacher = new Option<string>("--teacher") { Description = "The large generator, a .gcm file.", DefaultValueFactory = _ => Path.Combine("artifacts", "quickstart", "teacher.gcm") };
var student = new Option<string>("--student") { Description = "The compressed generator, a .gcm file.", DefaultValueFactory = _ => Path.Combine("artifacts", "quickstart", "student.gcm") };
Option<IPAddress> address = Parsed("--address", "IP address to listen at. The default is reachable from this machine only; the service knows no users, so put a proxy that does before any other.", defaults.Address,
    "an IP address such as 127.0.0.1", text => (IPAddress.TryParse(text, out IPAddress? value), value!));
Option<int> port = WholeNumber("--port", "Port to listen at; 0 for a free one.", defaults.Port, 0, IPEndPoint.MaxPort);
Option<int> workers = WholeNumber("--workers", "Images computed at the same time, one thread each.", defaults.Workers, 1, 256);
Option<int> places = WholeNumber("--places", "Images that may wait for a worker; more are refused with status 429.", defaults.WaitingPlaces, 0, 10_000);
Option<int> maxPixels = WholeNumber("--max-pixels", "Largest image in pixels.", defaults.MaxPixels, 16, 4096 * 4096);
var palette = new Option<string>("--palette") { Description = "Colours that the page begins with: those that the models were trained with.", DefaultValueFactory = _ => defaults.Palette };
_ = palette.AcceptOnlyFromAmong([.. LabelPalette.All.Select(known => known.Name)]);

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

static Option<int> WholeNumber(string name, string description, int defaultValue, int minimum, int maximum) => Parsed(
    name, description, defaultValue, FormattableString.Invariant($"a whole number from {minimum} to {maximum}"),
    text => (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum, value));

static Option<T> Parsed<T>(string name, string description, T defaultValue, string expected, Func<string, (bool IsValid, T Value)> parse)
{
    var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => defaultValue, Arity = ArgumentArity.ExactlyOne };
    option.CustomParser = result =>
    {
        string text = result.Tokens[^1].Value;
        (bool isValid, T value) = parse(text);
        if (!isValid)
            result.AddError($"{name} expects {expected}, but got '{text}'.");
        return value;
    };
    return option;
}
