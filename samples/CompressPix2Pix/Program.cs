// Trains a pix2pix generator on image pairs, compresses it to a budget, compares both on held-out pairs and saves both.
using System.CommandLine;
using GanCompression;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

var data = new Option<DirectoryInfo>("--data") { Description = "Folder with the subfolders train and test, each with side-by-side pairs. Default: façades drawn in code.", HelpName = "DIR" }.AcceptExistingOnly();
var direction = new Option<PairDirection>("--direction") { Description = "With --data: which half of a pair is the source." };
var pairs = new Option<int>("--pairs") { Description = "Without --data: training pairs; half as many are held out.", DefaultValueFactory = _ => 400 };
var imageSize = new Option<int>("--image-size") { Description = "Height and width of the images in pixels, a multiple of 4.", DefaultValueFactory = _ => 64 };
var blocks = new Option<int>("--blocks") { Description = "Residual blocks of both generators.", DefaultValueFactory = _ => 9 };
var width = new Option<int>("--width") { Description = "Channels of the teacher's first layer.", DefaultValueFactory = _ => 32 };
var epochs = new Option<int>("--epochs") { Description = "Epochs of the teacher, and of the supernet; fine-tuning takes half as many.", DefaultValueFactory = _ => 12 };
var budget = new Option<double>("--budget") { Description = "How many times fewer multiply-adds the student needs at least.", DefaultValueFactory = _ => 10 };
var threads = new Option<int>("--threads") { Description = "Threads for training; 0 for every core." };
var output = new Option<string>("--output", "-o") { Description = "Folder for teacher.gcm, student.gcm and frontier.html.", DefaultValueFactory = _ => "compressed" };
var command = new RootCommand("Trains a pix2pix generator and compresses it.") { data, direction, pairs, imageSize, blocks, width, epochs, budget, threads, output };
command.SetAction(Compress);
ParseResult parsed = command.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : exitCode;

int Compress(ParseResult given)
{
    try
    {
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Info) Console.WriteLine($"[{e.Source}] {e.RawMessage}"); };
        var gan = ml.GanCompression();

        // 1. Pairs of images: the user's, or label maps and façades that are drawn when they are asked for.
        int size = given.GetValue(imageSize);
        IDataView Load(string split, int count, long seed) => given.GetValue(data) is { } folder
            ? gan.Data.LoadPairedImages(Path.Combine(folder.FullName, split), size, given.GetValue(direction))
            : gan.Data.SyntheticFacades(count, size, seed);
        IDataView train = Load("train", given.GetValue(pairs), seed: 1);
        IDataView test = Load("test", given.GetValue(pairs) / 2, seed: 2);

        // 2. A teacher, and 3. a supernet, a search within the budget, and fine-tuning: one pipeline, one Fit.
        string html = "";
        var pipeline = gan.Trainers.Pix2Pix(new Pix2PixTrainer.Options
        {
            Architecture = $"resnet_{given.GetValue(blocks)}blocks", GeneratorWidth = given.GetValue(width), LearningRate = 0.0005,
            DiscriminatorWidth = 32, DiscriminatorLayers = 2, MaxEpochs = given.GetValue(epochs), NumberOfThreads = given.GetValue(threads),
        }).Append(gan.Compression.FastGanCompression(new FastGanCompressionTrainer.Options
        {
            Budget = ComputeBudget.Ratio(given.GetValue(budget)), Blocks = given.GetValue(blocks), LearningRate = 0.001, FrontierCallback = frontier => html = frontier.ToHtml(),
            DiscriminatorWidth = 32, DiscriminatorLayers = 2, MaxEpochs = given.GetValue(epochs), NumberOfThreads = given.GetValue(threads),
        }));
        TransformerChain<GeneratorApplyingTransformer> model = pipeline.Fit(train);
        GeneratorModel teacher = ((GeneratorApplyingTransformer)model.First()).Model;
        GeneratorModel student = model.LastTransformer.Model;

        // 4. Both on pairs that neither has seen.
        foreach ((string name, GeneratorModel generator) in new[] { ("teacher", teacher), ("student", student) })
            Console.WriteLine($"{name}: {gan.Evaluate(gan.Transforms.ApplyGenerator("Generated", generator, "Source").Fit(test).Transform(test))}");
        Console.WriteLine($"{(double)teacher.Cost().MultiplyAdds / student.Cost().MultiplyAdds:0.0} times fewer multiply-adds");

        // 5. Files: the student runs in any application that references GanCompression.MLNet, without native code.
        string results = Directory.CreateDirectory(given.GetValue(output)!).FullName;
        gan.Model.SaveGenerator(teacher, Path.Combine(results, "teacher.gcm"));
        gan.Model.SaveGenerator(student, Path.Combine(results, "student.gcm"), includeDiscriminator: false);
        File.WriteAllText(Path.Combine(results, "frontier.html"), html);
        return 0;
    }
    catch (Exception e) when (e is ArgumentException or IOException or FormatException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 1;
    }
}
