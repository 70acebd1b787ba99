using System.CommandLine;
using GanCompression;
using GanCompression.Benchmarks;
using Spectre.Console;

var peers = new Option<bool>("--peers") { Description = "Measure PyTorch too (build.sh installs it)." };
var rounds = new Option<int>("--rounds") { Description = "Rounds per measurement.", DefaultValueFactory = _ => 9 };
var width = new Option<int>("--width") { Description = "Base width of the generator.", DefaultValueFactory = _ => 32 };
var sizes = new Option<int[]>("--image-sizes") { Description = "Image sizes in pixels.", DefaultValueFactory = _ => [64, 128], AllowMultipleArgumentsPerToken = true };
var root = new RootCommand("Measures the product's stack, one thread, against PyTorch on the same networks and weights.") { peers, rounds, width, sizes };
root.SetAction(result =>
{
    LayerGraph generatorGraph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = result.GetValue(width) });
    LayerGraph discriminatorGraph = DiscriminatorNetworks.PatchGan();
    var generator = new Network(generatorGraph, WeightInitializer.Normal(generatorGraph, seed: 1));
    var discriminator = new Network(discriminatorGraph, WeightInitializer.Normal(discriminatorGraph, seed: 2));
    using var ours = new TrainingContender(generator, discriminator);
    using var runtime = new RuntimeContender(generator);
    using TorchPeer? torch = result.GetValue(peers) ? TorchPeer.TryStart(generator, discriminator) : null;
    if (result.GetValue(peers) && torch is null)
        AnsiConsole.MarkupLine("[yellow]No python3 with torch and numpy was found; PyTorch is left out.[/]");
    IContender[] contenders = torch is null ? [ours, runtime] : [torch, ours, runtime];

    AnsiConsole.MarkupLineInterpolated($"Generator {generatorGraph.Architecture} of width {result.GetValue(width)}, PatchGAN of width 64, one thread, {result.GetValue(rounds)} interleaved rounds.");
    var table = new Table().AddColumns("operation", "image", "batch", "contender");
    foreach (string column in new[] { "median ms", "min … max ms", $"ratio to {contenders[0].Name}" })
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
    return 0;
});
return root.Parse(args).Invoke();
