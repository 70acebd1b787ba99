using System.CommandLine;
using GanCompression;
using GanCompression.Benchmarks;
using GanCompression.Tool;
using Spectre.Console;

NativeEnvironment.LetThreadsSleep();
NativeEnvironment.KeepFreedMemory();
if (!AnsiConsole.Profile.Out.IsTerminal)
    AnsiConsole.Profile.Width = 10_000;
var only = new Option<Part[]>("--only") { Description = "The parts to run. Default: all.", AllowMultipleArgumentsPerToken = true };
var rounds = new Option<int>("--rounds") { Description = "Rounds per measurement.", DefaultValueFactory = _ => 9 };
var width = new Option<int>("--width") { Description = "Base width of the generator.", DefaultValueFactory = _ => 32 };
var sizes = new Option<int[]>("--image-sizes") { Description = "Image sizes of training in pixels.", DefaultValueFactory = _ => [64, 128], AllowMultipleArgumentsPerToken = true };
var inferenceSize = new Option<int>("--inference-size") { Description = "Image size of inference in pixels.", DefaultValueFactory = _ => 256 };
var threads = new Option<int[]>("--threads") { Description = "Numbers of threads of inference.", DefaultValueFactory = _ => [1, 2], AllowMultipleArgumentsPerToken = true };
var generations = new Option<int>("--generations") { Description = "Generations of the evolution that the search is compared with; 0 to leave that out.", DefaultValueFactory = _ => 500 };
var searchSeeds = new Option<int>("--search-seeds") { Description = "Supernets that the searches are compared on, each trained from its own seed.", DefaultValueFactory = _ => 3 };
var root = new RootCommand("Measures the product's stack against its peers on the same networks and weights.") { only, rounds, inferenceSize, threads, width, sizes, generations, searchSeeds };
root.SetAction(result =>
{
    Part[] parts = result.GetValue(only) is { Length: > 0 } chosen ? chosen : Enum.GetValues<Part>();
    if (parts.Contains(Part.Inference))
        InferencePart.Run(result.GetValue(inferenceSize), result.GetValue(threads)!, result.GetValue(rounds));
    if (parts.Contains(Part.Training))
        TrainingPart(result);
    if (parts.Contains(Part.Search) && result.GetValue(generations) > 0)
        SearchBenchmark.Run(result.GetValue(generations), result.GetValue(searchSeeds));
    return 0;
});
return root.Parse(args).Invoke();

void TrainingPart(ParseResult result)
{
    BenchmarkNetworks networks = BenchmarkNetworks.Create(result.GetValue(width));
    using var ours = new TrainingContender(networks.Generator, networks.Discriminator);
    using var runtime = new RuntimeContender(networks.Generator);
    using var distillation = new DistillationContender(networks, isSeenBefore: false);
    using var cached = new DistillationContender(networks, isSeenBefore: true);
    IContender[] contenders = [ours, runtime, distillation, cached];

    AnsiConsole.MarkupLineInterpolated($"Generator {networks.Generator.Graph.Architecture} of width {result.GetValue(width)}, PatchGAN of width 64, student {networks.Student.Graph.Architecture} with a quarter to a half of the width, one thread, {result.GetValue(rounds)} interleaved rounds.");
    var table = new Table().AddColumns("operation", "image", "batch", "contender");
    foreach (string column in new[] { "median ms", "min … max ms", "ratio to the first" })
        table.AddColumn(new TableColumn(column).RightAligned());
    foreach (Operation operation in Enum.GetValues<Operation>())
    {
        foreach (int imageSize in result.GetValue(sizes)!)
        {
            foreach (int batchSize in new[] { 1, 4 })
            {
                foreach (Measurement measurement in Interleaved.Measure(contenders, operation, imageSize, batchSize, result.GetValue(rounds)))
                    measurement.AddTo(table);
            }
        }
    }

    AnsiConsole.Write(table);
}
