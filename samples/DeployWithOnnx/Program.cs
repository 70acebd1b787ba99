// From a folder of image pairs to a compressed generator in ML.NET's own ONNX transformer: teacher, compressor, export, and both ways of applying the student side by side.
using System.CommandLine;
using GanCompression;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

var data = new Option<DirectoryInfo>("--data") { Description = "Folder with the subfolders train and test, each with side-by-side pairs. Default: façades drawn in code.", HelpName = "DIR" }.AcceptExistingOnly();
var direction = new Option<PairDirection>("--direction") { Description = "With --data: which half of a pair is the source." };
var imageSize = new Option<int>("--image-size") { Description = "Height and width of the images in pixels, a multiple of 4.", DefaultValueFactory = _ => 64 };
var width = new Option<int>("--width") { Description = "Channels of the teacher's first layer.", DefaultValueFactory = _ => 32 };
var epochs = new Option<int>("--epochs") { Description = "Epochs of the teacher, and of the student.", DefaultValueFactory = _ => 4 };
var output = new Option<string>("--output", "-o") { Description = "Folder for pairs/, student.gcm and student.onnx.", DefaultValueFactory = _ => "deployed" };
var command = new RootCommand("Trains, compresses and deploys a pix2pix generator as ONNX.") { data, direction, imageSize, width, epochs, output };
command.SetAction(Deploy);
ParseResult parsed = command.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : exitCode;

int Deploy(ParseResult given)
{
    try
    {
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Info && e.Source.StartsWith("Pix2Pix", StringComparison.Ordinal)) Console.WriteLine($"[{e.Source}] {e.RawMessage}"); };
        GanCompressionCatalog gan = ml.GanCompression();
        int size = given.GetValue(imageSize);
        string folder = Directory.CreateDirectory(given.GetValue(output)!).FullName;

        // 1. A folder of images, and a view of its pairs.
        string pairs = given.GetValue(data)?.FullName ?? DrawPairs(gan, Path.Combine(folder, "pairs"), size);
        PairDirection way = given.GetValue(data) is null ? PairDirection.AtoB : given.GetValue(direction);
        IDataView train = gan.Data.LoadPairedImages(Path.Combine(pairs, "train"), size, way);
        IDataView test = gan.Data.LoadPairedImages(Path.Combine(pairs, "test"), size, way);

        // 2. Our teacher and our compressor: one pipeline, one Fit.
        var pipeline = gan.Trainers.Pix2Pix(new Pix2PixTrainer.Options { Architecture = "resnet_6blocks", GeneratorWidth = given.GetValue(width), DiscriminatorWidth = 32, DiscriminatorLayers = 2, MaxEpochs = given.GetValue(epochs) })
            .Append(gan.Compression.Distillation(new GeneratorDistillationTrainer.Options { DiscriminatorWidth = 32, DiscriminatorLayers = 2, MaxEpochs = given.GetValue(epochs) }));
        GeneratorModel student = pipeline.Fit(train).LastTransformer.Model;

        // 3. Files for any application: ours, and ONNX with 8-bit images in and out.
        gan.Model.SaveGenerator(student, Path.Combine(folder, "student.gcm"), includeDiscriminator: false);
        string onnx = Path.Combine(folder, "student.onnx");
        gan.Model.ExportOnnx(student, onnx);

        // 4. ML.NET's transformers alone: the planes of an image between −1 and 1, and the exported network.
        string input = student.Generator.Graph.Inputs[0].Name;
        var applied = ml.Transforms.ExtractPixels(input, "Source", interleavePixelColors: false, offsetImage: 127.5f, scaleImage: 1 / 127.5f, orderOfExtraction: ImagePixelExtractingEstimator.ColorsOrder.ARGB)
            .Append(ml.Transforms.ApplyOnnxModel(OnnxExport.OutputName, input, onnx));
        var byOnnx = applied.Fit(test);

        // 5. The same picture by a PredictionEngine over our stage, and by the ONNX file. An 8-bit value is 2/255 of the planes' range.
        using PredictionEngine<Sourced, Generated> engine = ml.Model.CreatePredictionEngine<Sourced, Generated>(gan.Transforms.ApplyGenerator("Generated", student, "Source").Fit(test));
        using var session = new GanCompression.Runtime.GeneratorSession(student);
        double planes = 0;
        int pixels = 0, images = 0;
        var ours = new float[3 * size * size];
        var planesOfSource = new float[ours.Length];
        IDataView results = byOnnx.Transform(test);
        foreach ((MLImage source, float[] theirs) in results.GetColumn<MLImage>("Source").Zip(results.GetColumn<float[]>(OnnxExport.OutputName)))
        {
            source.ToRgbImage().ToPlanes(planesOfSource);
            session.Run(planesOfSource, ours, size, size);
            planes = Math.Max(planes, ours.Zip(theirs).Max(pair => Math.Abs((double)pair.First - pair.Second)));
            RgbImage predicted = engine.Predict(new Sourced { Source = source }).Image!.ToRgbImage(), exported = RgbImage.FromPlanes(theirs, size, size);
            for (int i = 0; i < predicted.Pixels.Length; i++)
                pixels = Math.Max(pixels, Math.Abs(predicted.Pixels[i] - exported.Pixels[i]));
            images++;
        }

        Console.WriteLine(FormattableString.Invariant($"student: {student.Cost().MultiplyAdds / 1e6:0.0} M multiply-adds, {new FileInfo(onnx).Length / 1024} KB as ONNX"));
        Console.WriteLine(FormattableString.Invariant($"{images} images by ApplyOnnxModel and by PredictionEngine: largest difference {planes:0.0e+0} of a value between -1 and 1, {pixels} of 255 in a pixel"));
        return planes <= 1e-4 && pixels <= 1 ? 0 : throw new InvalidOperationException("The exported file and our engine make different images.");
    }
    catch (Exception e) when (e is ArgumentException or IOException or FormatException or InvalidOperationException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 1;
    }
}

static string DrawPairs(GanCompressionCatalog gan, string folder, int size)
{
    foreach ((string split, int count, long seed) in new[] { ("train", 40, 1L), ("test", 4, 2L) })
    {
        string target = Directory.CreateDirectory(Path.Combine(folder, split)).FullName;
        IDataView drawn = gan.Data.SyntheticFacades(count, size, seed);
        int index = 0;
        foreach ((MLImage source, MLImage facade) in drawn.GetColumn<MLImage>("Source").Zip(drawn.GetColumn<MLImage>("Target")))
        {
            RgbImage left = source.ToRgbImage(), right = facade.ToRgbImage();
            var side = new byte[6 * size * size];
            for (int y = 0; y < size; y++)
            {
                left.Pixels.Slice(3 * size * y, 3 * size).CopyTo(side.AsSpan(6 * size * y));
                right.Pixels.Slice(3 * size * y, 3 * size).CopyTo(side.AsSpan(6 * size * y + 3 * size));
            }

            GanCompression.Quality.ImageFile.Write(Path.Combine(target, FormattableString.Invariant($"{index++:000}.png")), new RgbImage(2 * size, size, side));
        }
    }

    return folder;
}

internal sealed class Sourced
{
    [ImageType(64, 64)]
    public MLImage? Source { get; set; }
}

internal sealed class Generated
{
    [ColumnName("Generated")]
    [ImageType(64, 64)]
    public MLImage? Image { get; set; }
}
