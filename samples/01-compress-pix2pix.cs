#!/usr/bin/env dotnet
#:project ../src/GanCompression.MLNet.Training
#:property RunsTorchSharp=true
#:property PublishAot=false

// The twin of notebooks/01-compress-pix2pix.ipynb: pairs, a teacher, compression in one stage, both compared, the student's file.
// dotnet run -c Release samples/01-compress-pix2pix.cs -- [FOLDER] [--quick]
using System.Net;
using System.Text;
using GanCompression;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Runtime;
using GanCompression.Training;
using Microsoft.Data.Analysis;
using Microsoft.ML;

string[] options = [.. args.Where(arg => arg.StartsWith('-'))];
string[] folders = [.. args.Except(options)];
if (options.Any(option => option != "--quick") || folders.Length > 1)
{
    Console.Error.WriteLine("usage: 01-compress-pix2pix.cs [FOLDER] [--quick]\n  FOLDER   where report.html, teacher.gcm and student.gcm go; compressed, if left out\n  --quick  tiny images and one epoch: seconds, and poor pictures");
    return 2;
}

bool quick = options.Length > 0;
string folder = Directory.CreateDirectory(folders.FirstOrDefault("compressed")).FullName;
int imageSize = quick ? 16 : 64;
int blocks = quick ? 2 : 9;
int epochs = quick ? 1 : 12;
int threads = quick ? 1 : 0;

var ml = new MLContext(seed: 1);
var gan = ml.GanCompression();
var report = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Compress a pix2pix generator</title>\n<h1>Compress a pix2pix generator</h1>\n");

// 1. The pairs: label maps and façades that are drawn in code. For your own: gan.Data.LoadPairedImages("facades/train", imageSize, PairDirection.BtoA).
IDataView train = gan.Data.SyntheticFacades(quick ? 20 : 400, imageSize, seed: 1);
IDataView test = gan.Data.SyntheticFacades(quick ? 4 : 50, imageSize, seed: 2);
Show("The pairs", train.PreviewImages(maxRows: 3).ToHtml());

// 2. A teacher.
var teacherHistory = new TrainingHistory();
GeneratorApplyingTransformer teacherModel = gan.Trainers.Pix2Pix(new Pix2PixTrainer.Options
{
    Architecture = $"resnet_{blocks}blocks",
    GeneratorWidth = quick ? 8 : 32,
    DiscriminatorWidth = 32,
    DiscriminatorLayers = 2,
    LearningRate = 0.0005,
    MaxEpochs = epochs,
    NumberOfThreads = threads,
    ProgressCallback = Live(teacherHistory),
}).Fit(train);
GeneratorModel teacher = teacherModel.Model;
Show("The teacher's losses", teacherHistory.ToHtml());
Show("What it makes of label maps that it has never seen", teacherModel.Transform(test).PreviewImages(maxRows: 3, "Source", "Target", "Generated").ToHtml());

// 3. The compression: supernet, search and fine-tuning in one stage.
var studentHistory = new TrainingHistory();
GeneratorModel student = gan.Compression.FastGanCompression(new FastGanCompressionTrainer.Options
{
    Teacher = teacher,
    Budget = ComputeBudget.Ratio(quick ? 6 : 10),
    Blocks = blocks,
    DiscriminatorWidth = 32,
    DiscriminatorLayers = 2,
    LearningRate = 0.001,
    MaxEpochs = quick ? 2 : 14,
    NumberOfThreads = threads,
    ProgressCallback = Live(studentHistory),
    FrontierCallback = found => Show("The plans that the search scored", found.ToHtml()),
}).Fit(train).Model;
Show("The student's losses", studentHistory.ToHtml());

// 4. Both on pairs that neither has seen. The time is that of the engine in plain C#, on one thread.
IDataView both = gan.Transforms.ApplyGenerator("Teacher", teacher, "Source")
    .Append(gan.Transforms.ApplyGenerator("Student", student, "Source"))
    .Fit(test).Transform(test);
Show("Side by side", both.PreviewImages(maxRows: 4, "Source", "Target", "Teacher", "Student").ToHtml());
string[] names = ["Teacher", "Student"];
GeneratorModel[] generators = [teacher, student];
GeneratorMetrics[] metrics = [.. names.Select(name => gan.Evaluate(both, name, "Target"))];
ShowTable("Cost, quality and time", new DataFrame(
    new StringDataFrameColumn("Generator", names),
    new DoubleDataFrameColumn("Multiply-adds, M", generators.Select(model => model.Cost().MultiplyAdds / 1e6)),
    new DoubleDataFrameColumn("Parameters, k", generators.Select(model => model.Cost().Parameters / 1e3)),
    new DoubleDataFrameColumn("Time per image, ms", generators.Select(model => LatencyMeasurement.Measure(model, LatencyOptions.Quick).Median.TotalMilliseconds)),
    new DoubleDataFrameColumn("SSIM", metrics.Select(quality => Math.Round(quality.Ssim, 4))),
    new DoubleDataFrameColumn("PSNR, dB", metrics.Select(quality => Math.Round(quality.Psnr, 2))),
    new DoubleDataFrameColumn("Kernel distance", metrics.Select(quality => Math.Round(quality.KernelDistance, 5)))));

// 5. The files. The student's needs no discriminator, and runs without any native library; every stage has left its record in it.
string studentFile = Path.Combine(folder, "student.gcm");
gan.Model.SaveGenerator(teacher, Path.Combine(folder, "teacher.gcm"));
gan.Model.SaveGenerator(student, studentFile, includeDiscriminator: false);
GeneratorModel loaded = gan.Model.LoadGenerator(studentFile);
ShowTable("How the student came to be", new DataFrame(
    new StringDataFrameColumn("Stage", loaded.Provenance.Select(stage => stage.Stage)),
    new DoubleDataFrameColumn("Seconds", loaded.Provenance.Select(stage => stage.DurationSeconds)),
    new Int64DataFrameColumn("Multiply-adds after", loaded.Provenance.Select(stage => stage.MultiplyAddsAfter)),
    new Int64DataFrameColumn("Parameters after", loaded.Provenance.Select(stage => stage.ParametersAfter))));
File.WriteAllText(Path.Combine(folder, "report.html"), report.Append("</html>\n").ToString());
Console.WriteLine($"Pictures, charts and tables: {Path.Combine(folder, "report.html")}");
return 0;

void Show(string title, string html) => report.Append("<h2>").Append(WebUtility.HtmlEncode(title)).Append("</h2>\n").Append(html).Append('\n');

void ShowTable(string title, DataFrame table)
{
    Show(title, table.ToHtmlTable().ToHtml());
    Console.WriteLine($"{title}\n{table}");
}

// The last step of every epoch as a line; all of them for the chart.
static Action<TrainingProgress> Live(TrainingHistory history) => progress =>
{
    history.Report(progress);
    if (progress.Step == progress.Steps)
        Console.WriteLine(progress);
};
