// Applies a generator to an image of 16×16 pixels in memory, and says what the process has loaded:
// FreshProcessPredictor model.gcm bgra.bin result.bin modules.txt
using System.Diagnostics;
using FreshProcessPredictor;
using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

if (args.Length != 4)
    return 2;
var context = new MLContext();
GanCompressionCatalog gan = context.GanCompression();
IDataView schema = context.Data.LoadFromEnumerable<InputRow>([]);
ITransformer transformer = gan.Transforms.ApplyGenerator("Generated", gan.Model.LoadGenerator(args[0]), "Source").Fit(schema);
using PredictionEngine<InputRow, OutputRow> engine = context.Model.CreatePredictionEngine<InputRow, OutputRow>(transformer);
using MLImage image = MLImage.CreateFromPixels(16, 16, MLPixelFormat.Bgra32, File.ReadAllBytes(args[1]));
File.WriteAllBytes(args[2], engine.Predict(new InputRow { Source = image }).Generated!.Pixels.ToArray());

IEnumerable<string> modules = OperatingSystem.IsLinux()
    ? File.ReadLines("/proc/self/maps").Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts.Length == 6).Select(parts => parts[5])
    : Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Select(module => module.FileName);
File.WriteAllLines(args[3], modules.Concat(AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!)).Distinct());
return 0;
