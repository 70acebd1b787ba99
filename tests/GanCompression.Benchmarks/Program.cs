using System.CommandLine;
using GanCompression;
using GanCompression.Benchmarks;
using Spectre.Console;

var peers = new Option<bool>("--peers") { Description = "Measure PyTorch too (build.sh installs it)." };
var rounds = new Option<int>("--rounds") { Description = "Rounds per measurement.", DefaultValueFactory = _ => 9 };
var width = new Option<int>("--width") { Description = "Base width of the generator.", DefaultValueFactory = _ => 32 };
var sizes = new Option<int[]>("--image-sizes") { Description = "Image sizes in pixels.", DefaultValueFactory = _ => [64, 128], AllowMultipleArgumentsPerToken = true };
var generations = new Option<int>("--generations") { Description = "Generations of the evolution that the search is compared with; 0 to leave that out.", DefaultValueFactory = _ => 500 };
var searchSeeds = new Option<int>("--search-seeds") { Description = "Supernets that the searches are compared on, each trained from its own seed.", DefaultValueFactory = _ => 3 };
var searchOnly = new Option<bool>("--search-only") { Description = "Compare nothing but the searches." };
var root = new RootCommand("Measures the product's stack, one thread, against PyTorch on the same networks and weights.") { peers, rounds, width, sizes, generations, searchSeeds, searchOnly };
root.SetAction(result =>
{
    if (!result.GetValue(searchOnly))
        MeasureSpeed(result);
    if (result.GetValue(generations) > 0)
        SearchBenchmark.Run(result.GetValue(generations), result.GetValue(searchSeeds));
    return 0;
});
return root.Parse(args).Invoke();

void MeasureSpeed(ParseResult result)
{
    BenchmarkNetworks networks = BenchmarkNetworks.Create(result.GetValue(width));
    using var ours = new TrainingContender(networks.Generator, networks.Discriminator);
    using var runtime = new RuntimeContender(networks.Generator);
    using var distillation = new DistillationContender(networks, isSeenBefore: false);
    using var cached = new DistillationContender(networks, isSeenBefore: true);
    using TorchPeer? torch = result.GetValue(peers) ? TorchPeer.TryStart(networks) : null;
    if (result.GetValue(peers) && torch is null)
        AnsiConsole.MarkupLine("[yellow]No python3 with torch and numpy was found; PyTorch is left out.[/]");
    IContender[] own = [ours, runtime, distillation, cached];
    IContender[] contenders = torch is null ? own : [torch, .. own];

    AnsiConsole.MarkupLineInterpolated($"Generator {networks.Generator.Graph.Architecture} of width {result.GetValue(width)}, PatchGAN of width 64, student {networks.Student.Graph.Architecture} with a quarter to a half of the width, one thread, {result.GetValue(rounds)} interleaved rounds.");
    var table = new Table().AddColumns("operation", "image", "batch", "contender");
    foreach (string column in new[] { "median ms", "min … max ms", torch is null ? "ratio to the first" : $"ratio to {torch.Name}" })
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
