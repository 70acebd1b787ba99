// Imports a CycleGAN generator that was trained with PyTorch, compresses it with unpaired images, and exports the student for PyTorch.
using System.CommandLine;
using GanCompression;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

var checkpoint = new Argument<FileInfo>("CHECKPOINT") { Description = "The generator: a .pth file of PyTorch, .safetensors or .npz, for example latest_net_G_A.pth." }.AcceptExistingOnly();
var data = new Argument<DirectoryInfo>("DATA") { Description = "Folder with the unpaired images that the generator translates and makes: subfolders trainA and trainB, or trainB and trainA with --direction BtoA." }.AcceptExistingOnly();
var entry = new Option<string?>("--entry") { Description = "Where the generator is in a checkpoint that holds more, for example state_dict/G_A." };
var direction = new Option<PairDirection>("--direction") { Description = "Which set the generator translates." };
var imageSize = new Option<int>("--image-size") { Description = "Height and width of the images in pixels, a multiple of 4.", DefaultValueFactory = _ => 256 };
var epochs = new Option<int>("--epochs") { Description = "Epochs of the supernet; fine-tuning takes half as many.", DefaultValueFactory = _ => 40 };
var budget = new Option<double>("--budget") { Description = "How many times fewer multiply-adds the student needs at least.", DefaultValueFactory = _ => 20 };
var discriminatorWidth = new Option<int>("--discriminator-width") { Description = "Channels of the discriminator's first layer; it is trained from scratch.", DefaultValueFactory = _ => 64 };
var discriminatorLayers = new Option<int>("--discriminator-layers") { Description = "Strided layers of the discriminator; fewer for small images.", DefaultValueFactory = _ => 3 };
var threads = new Option<int>("--threads") { Description = "Threads for training; 0 for every core." };
var output = new Option<string>("--output", "-o") { Description = "The student's weights, a .pth file; the model as a .gcm file is written beside it.", DefaultValueFactory = _ => "student.pth" };
var command = new RootCommand("Compresses a CycleGAN generator that was trained with PyTorch.")
{
    checkpoint, data, entry, direction, imageSize, epochs, budget, discriminatorWidth, discriminatorLayers, threads, output,
};
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

        // 1. The teacher: the architecture is recognised by the names and shapes of the weights; nothing in the file is executed.
        int size = given.GetValue(imageSize);
        GeneratorModel teacher = gan.Model.ImportCheckpoint(given.GetValue(checkpoint)!.FullName, size, new GeneratorImportOptions { Entry = given.GetValue(entry), RemoveSpectralNorm = true });
        int blocks = teacher.Generator.Graph.Nodes.Count(node => node.Layer is Add);
        Print("teacher", teacher);

        // 2. Unpaired images: the student is compared with what the teacher makes of the sources.
        IDataView images = gan.Data.LoadUnpairedImages(given.GetValue(data)!.FullName, size, given.GetValue(direction));

        // 3. A supernet, a search within the budget, and fine-tuning.
        GeneratorModel student = gan.Compression.FastGanCompression(new FastGanCompressionTrainer.Options
        {
            Teacher = teacher, Budget = ComputeBudget.Ratio(given.GetValue(budget)), Blocks = blocks, MaxEpochs = given.GetValue(epochs), BatchSize = 1,
            DiscriminatorWidth = given.GetValue(discriminatorWidth), DiscriminatorLayers = given.GetValue(discriminatorLayers), NumberOfThreads = given.GetValue(threads),
        }).Fit(images).Model;
        Print("student", student);

        // 4. How far the student's pictures are from the teacher's.
        IDataView translated = gan.Transforms.ApplyGenerator("Teacher", teacher, "Source").Append(gan.Transforms.ApplyGenerator("Student", student, "Source")).Fit(images).Transform(images);
        Console.WriteLine($"student beside teacher: {gan.Evaluate(translated, "Student", "Teacher")}");

        // 5. Back to PyTorch: torch.load gives the state_dict of a SubMobileResnetGenerator with this plan.
        string file = given.GetValue(output)!;
        gan.Model.ExportCheckpoint(student, file);
        gan.Model.SaveGenerator(student, Path.ChangeExtension(file, ".gcm"), includeDiscriminator: false);
        return 0;
    }
    catch (Exception e) when (e is ArgumentException or IOException or FormatException or GraphException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 1;
    }
}

static void Print(string name, GeneratorModel model)
{
    ComputeCost cost = model.Cost();
    Console.WriteLine($"{name}: {model.Generator.Graph.Architecture}, channels {GeneratorNetworks.PlanOf(model.Generator.Graph)}, {model.Generator.Weights.Count} tensors, {cost.MultiplyAdds / 1e6:0.0} M multiply-adds and {cost.Parameters / 1e6:0.000} M parameters at {model.ImageSize}×{model.ImageSize} pixels");
}
