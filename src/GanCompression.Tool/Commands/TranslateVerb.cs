using System.CommandLine;
using System.Diagnostics;
using GanCompression.MLNet;
using GanCompression.Quality;
using GanCompression.Runtime;
using GanCompression.Tool.Reporting;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>translate</c>: what a generator makes of an image, of every image of a folder, or of a tensor.</summary>
internal sealed class TranslateVerb : Verb
{
    private static readonly string[] s_imageExtensions = [".jpg", ".jpeg", ".png"];

    private readonly Argument<string> _model = new("MODEL") { Description = "The model, a .gcm file." };
    private readonly Argument<string> _input = new("INPUT") { Description = "A .jpg or .png image, a folder of images, or an .npy file with float32 planes [3, height, width] or [count, 3, height, width] from -1 to 1." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "File to write: .png or .jpg for an image, .npy for a tensor; a folder for a folder of images.", Required = true, HelpName = "OUT" };
    private readonly Option<int?> _imageSize = OptionFactory.WholeNumber("--image-size", "Resize images to this height and width first. Default: the size that the model was made for.", minimum: 1);
    private readonly Option<bool> _keepSize = new("--keep-size") { Description = "Translate images at their own size, which must be a multiple of what the model needs." };
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public TranslateVerb()
        : base("translate", "Translate an image, a folder of images or a tensor with a model.")
    {
        Add(_model);
        Add(_input);
        Add(_output);
        Add(_imageSize);
        Add(_keepSize);
        Add(_force);
        Validators.Add(result =>
        {
            if (result.GetValue(_keepSize) && result.GetResult(_imageSize) is { Implicit: false })
                result.AddError("--keep-size and --image-size exclude each other; give one of them.");
        });
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string path = arguments.GetValue(_model)!;
        string input = arguments.GetValue(_input)!;
        string output = arguments.GetValue(_output)!;
        bool force = arguments.GetValue(_force);
        GeneratorModel model = ToolContext.Create(console).GanCompression().Model.LoadGenerator(path);
        int? size = arguments.GetValue(_keepSize) ? null : arguments.GetValue(_imageSize) ?? model.ImageSize;

        List<TranslatedFile> files;
        using (var session = new GeneratorSession(model))
        {
            if (Directory.Exists(input))
                files = TranslateFolder(session, input, output, size, force, console, cancellationToken);
            else if (!File.Exists(input))
                throw new FileNotFoundException($"There is no image, folder or tensor '{input}' (full path '{Path.GetFullPath(input)}').", input);
            else if (HasExtension(input, ".npy"))
                files = [TranslateTensor(session, model, input, output, force, cancellationToken)];
            else
                files = [TranslateImage(session, input, OutputFor(input, output), size, force)];
        }

        var result = new TranslateResult(Name, path, files, Stopwatch.GetElapsedTime(start).TotalSeconds);
        console.Result(result, () => [new Spectre.Console.Text(files.Count == 1
            ? FormattableString.Invariant($"Wrote '{files[0].Output}' ({files[0].Width}×{files[0].Height} pixels).\n")
            : FormattableString.Invariant($"Wrote {files.Count} images to '{output}' in {FigureText.Duration(TimeSpan.FromSeconds(result.Seconds))}.\n"))]);
    }

    private static List<TranslatedFile> TranslateFolder(
        GeneratorSession session, string input, string output, int? size, bool force, ToolConsole console, CancellationToken cancellationToken)
    {
        string[] images = ImageFolder.List(input);
        if (images.Length == 0)
            throw new FileNotFoundException($"There are no images in '{input}'; expected files with the extensions {ImageFolder.Extensions}.");
        if (File.Exists(output))
            throw new IOException($"'{output}' is a file; for the images of a folder give a folder with -o.");
        if (images.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twins)
            throw new IOException($"'{input}' has several images named '{twins.Key}': {string.Join(", ", twins.Select(Path.GetFileName))}. Their results would have one name; rename one.");
        List<(string Input, string Output)> pairs = [.. images.Select(image => (image, Path.Combine(output, Path.GetFileNameWithoutExtension(image) + ".png")))];
        foreach ((_, string target) in pairs)
            OutputPath.RefuseExisting(target, force);
        OutputPath.PrepareFolder(output);

        var files = new List<TranslatedFile>(pairs.Count);
        foreach ((string source, string target) in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            files.Add(TranslateImage(session, source, target, size, force: true));
            if (console.IsVerbose)
                console.Say($"'{source}' → '{target}'");
        }

        return files;
    }

    private static TranslatedFile TranslateImage(GeneratorSession session, string input, string output, int? size, bool force)
    {
        if (!s_imageExtensions.Any(extension => HasExtension(output, extension)))
            throw new UsageException($"-o expects a file with the extension {string.Join(" or ", s_imageExtensions)} for an image, but got '{output}'.");
        OutputPath.Prepare(output, force);
        RgbImage source = ImageFile.Read(input);
        if (size is { } wanted)
            source = source.Resize(wanted, wanted);
        RgbImage target = session.Translate(source);
        ImageFile.Write(output, target);
        return new TranslatedFile(input, output, target.Width, target.Height);
    }

    private static TranslatedFile TranslateTensor(GeneratorSession session, GeneratorModel model, string input, string output, bool force, CancellationToken cancellationToken)
    {
        if (!HasExtension(output, ".npy"))
            throw new UsageException($"-o expects a file with the extension .npy for a tensor, but got '{output}'.");
        OutputPath.Prepare(output, force);
        WeightTensor source = NpyFile.Read(input).ToFloat32();
        int channels = model.Generator.Graph.Inputs[0].Channels;
        if (source.Shape.Length is not (3 or 4) || source.Shape[^3] != channels)
            throw new FormatException(FormattableString.Invariant($"'{input}' has the shape [{string.Join(", ", source.Shape)}]; expected [{channels}, height, width] or [count, {channels}, height, width]."));
        int height = source.Shape[^2];
        int width = source.Shape[^1];
        model.Generator.Graph.CheckImageSize(height, width);
        int count = source.Shape.Length == 4 ? source.Shape[0] : 1;
        int inputLength = channels * height * width;
        int outputLength = model.Generator.Graph.OutputChannels * height * width;
        var target = new float[(long)count * outputLength];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Run(source.Floats.Slice(i * inputLength, inputLength), target.AsSpan(i * outputLength, outputLength), height, width);
        }

        int[] shape = [.. source.Shape];
        shape[^3] = model.Generator.Graph.OutputChannels;
        NpyFile.Write(output, WeightTensor.FromFloats(target, shape));
        return new TranslatedFile(input, output, width, height);
    }

    private static string OutputFor(string input, string output) =>
        Directory.Exists(output) ? Path.Combine(output, Path.GetFileNameWithoutExtension(input) + ".png") : output;

    private static bool HasExtension(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
