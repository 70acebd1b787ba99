#!/usr/bin/env dotnet
#:project ../src/GanCompression.MLNet.Training
#:property RunsTorchSharp=true
#:property PublishAot=false

// The twin of notebooks/02-search-and-pareto.ipynb: prices of all plans, supernet, search, Pareto front, the best under several budgets, fine-tuning, PyTorch.
// dotnet run -c Release samples/02-search-and-pareto.cs -- [FOLDER] [--quick]
using System.Net;
using System.Text;
using GanCompression;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Training;
using Microsoft.Data.Analysis;
using Microsoft.ML;

string[] options = [.. args.Where(arg => arg.StartsWith('-'))];
string[] folders = [.. args.Except(options)];
if (options.Any(option => option != "--quick") || folders.Length > 1)
{
    Console.Error.WriteLine("usage: 02-search-and-pareto.cs [FOLDER] [--quick]\n  FOLDER   where report.html, plans.csv and student.pth go; compressed, if left out. A teacher.gcm in it is used\n  --quick  tiny images and one epoch: seconds, and poor pictures");
    return 2;
}

bool quick = options.Length > 0;
string folder = Directory.CreateDirectory(folders.FirstOrDefault("compressed")).FullName;
int imageSize = quick ? 16 : 64;
int blocks = quick ? 2 : 9;
int width = quick ? 8 : 32;
int threads = quick ? 1 : 0;

var ml = new MLContext(seed: 1);
var gan = ml.GanCompression();
var report = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Search the space of channel plans</title>\n<h1>Search the space of channel plans</h1>\n");

// 1. Training pairs, others for the search to judge with, and a teacher: that of the first sample, where its file is there.
IDataView train = gan.Data.SyntheticFacades(quick ? 20 : 400, imageSize, seed: 1);
IDataView heldOut = gan.Data.SyntheticFacades(quick ? 4 : 40, imageSize, seed: 3);
string teacherFile = Path.Combine(folder, "teacher.gcm");
GeneratorModel teacher = File.Exists(teacherFile)
    ? gan.Model.LoadGenerator(teacherFile)
    : gan.Trainers.Pix2Pix(new Pix2PixTrainer.Options
    {
        Architecture = $"resnet_{blocks}blocks",
        GeneratorWidth = width,
        DiscriminatorWidth = 32,
        DiscriminatorLayers = 2,
        LearningRate = 0.0005,
        MaxEpochs = quick ? 1 : 12,
        NumberOfThreads = threads,
        ProgressCallback = LastSteps,
    }).Fit(train).Model;
ComputeCost teacherCost = teacher.Cost();

// 2. What plans cost: exact prices from the graph alone. Nothing runs, and nothing is trained yet.
var channels = ChannelSet.Uniform(width, width * 3 / 4, width / 2, width * 3 / 8, width / 4);
var shape = new ResNetGeneratorOptions { Blocks = blocks };
var space = new PlanSpace(channels, plan => GeneratorNetworks.SubMobileResNet(plan, shape), imageSize, imageSize);
double[] ratios = [2, 5, 10, 15, 20];
Console.WriteLine($"{channels.Count:#,0} plans; the cheapest, {space.Smallest.Plan}, needs {(double)teacherCost.MultiplyAdds / space.Smallest.MultiplyAdds:0.0} times fewer multiply-adds than the teacher.\n");
ShowTable("What plans cost", new DataFrame(
    new DoubleDataFrameColumn("Times fewer multiply-adds", ratios),
    new Int64DataFrameColumn("Plans that fit", ratios.Select(ratio => space.CountFeasible(ComputeBudget.Ratio(ratio).For(teacherCost))))));

// 3. One set of weights for all plans.
var supernetHistory = new TrainingHistory();
GeneratorModel supernet = gan.Compression.Supernet(new SupernetTrainer.Options
{
    Teacher = teacher,
    Channels = channels,
    Blocks = blocks,
    UseTeacherDiscriminator = false,
    DiscriminatorWidth = 32,
    DiscriminatorLayers = 2,
    LearningRate = 0.001,
    MaxEpochs = quick ? 2 : 14,
    NumberOfThreads = threads,
    ProgressCallback = progress =>
    {
        supernetHistory.Report(progress);
        LastSteps(progress);
    },
}).Fit(train).Model;
Show("The supernet's losses", supernetHistory.ToHtml());

// 4. The search, within a wide budget, to see much of the front.
CompressionFrontier? judged = null;
_ = gan.Compression.Search(new PlanSearchEstimator.Options
{
    Teacher = teacher,
    Supernet = supernet,
    Budget = ComputeBudget.Ratio(quick ? 4 : 6).For(teacherCost),
    Strategy = new BudgetedSearch { Candidates = quick ? 12 : 200, Finalists = quick ? 6 : 32 },
    Scorer = PlanScorers.KernelDistance(),
    NumberOfThreads = threads,
    FrontierCallback = found => judged = found,
}).Fit(heldOut);
CompressionFrontier frontier = judged ?? throw new InvalidOperationException("The search reported no frontier.");
Show("The plans that the search judged", frontier.ToHtml());

// 5. The front as data, also for other tools: the Pareto set, best score first.
DataFrame plans = frontier.ToDataFrame();
DataFrame.SaveCsv(plans, Path.Combine(folder, "plans.csv"));
Show("Beaten by no other in cost and score at once", plans.Filter(plans["IsPareto"].ElementwiseEquals(true)).OrderBy("Score").ToHtmlTable().ToHtml());

// 6. Everything that was judged answers every budget at once.
double largest = (double)teacherCost.MultiplyAdds / frontier.ParetoSet[^1].MultiplyAdds;
double[] factors = [.. new double[] { 6, 8, 10, 12, 15 }.Where(factor => factor <= largest).DefaultIfEmpty(largest)];
FrontierPoint[] winners = [.. factors.Select(factor => frontier.BestUnder(ComputeBudget.Ratio(factor).For(teacherCost)))];
ShowTable("The best under several budgets", new DataFrame(
    new DoubleDataFrameColumn("Times fewer multiply-adds", factors.Select(factor => Math.Round(factor, 1))),
    new StringDataFrameColumn("Best plan", winners.Select(point => point.Plan.ToString())),
    new Int64DataFrameColumn("Multiply-adds", winners.Select(point => point.MultiplyAdds)),
    new DoubleDataFrameColumn("Score", winners.Select(point => Math.Round(point.Score!.Value, 5)))));

// 7. The winner of the smallest budget is taken out of the supernet, and trained on alone.
GeneratorModel asFound = Supernet.Export(supernet, winners[^1].Plan);
GeneratorModel student = gan.Compression.Distillation(new GeneratorDistillationTrainer.Options
{
    Teacher = teacher,
    InitialStudent = asFound,
    StudentArchitecture = $"sub_mobile_resnet_{blocks}blocks",
    StudentPlan = winners[^1].Plan,
    LearningRate = 0.001,
    MaxEpochs = quick ? 1 : 7,
    NumberOfThreads = threads,
    ProgressCallback = LastSteps,
}).Fit(train).Model;
IDataView compared = gan.Transforms.ApplyGenerator("Teacher", teacher, "Source")
    .Append(gan.Transforms.ApplyGenerator("As found", asFound, "Source"))
    .Append(gan.Transforms.ApplyGenerator("Fine-tuned", student, "Source"))
    .Fit(heldOut).Transform(heldOut);
string[] names = ["Teacher", "As found", "Fine-tuned"];
GeneratorMetrics[] metrics = [.. names.Select(name => gan.Evaluate(compared, name, "Target"))];
Show("Side by side", compared.PreviewImages(maxRows: 3, ["Source", "Target", .. names]).ToHtml());
ShowTable("Cost and quality", new DataFrame(
    new StringDataFrameColumn("Generator", names),
    new Int64DataFrameColumn("Multiply-adds", metrics.Select(quality => quality.MultiplyAdds)),
    new DoubleDataFrameColumn("SSIM", metrics.Select(quality => Math.Round(quality.Ssim, 4))),
    new DoubleDataFrameColumn("PSNR, dB", metrics.Select(quality => Math.Round(quality.Psnr, 2))),
    new DoubleDataFrameColumn("Kernel distance", metrics.Select(quality => Math.Round(quality.KernelDistance, 5)))));

// 8. For PyTorch: a state_dict that torch.load reads. Importing it again recognises the plan by the shapes.
string weightsFile = Path.Combine(folder, "student.pth");
gan.Model.ExportCheckpoint(student, weightsFile);
LayerGraph graph = gan.Model.ImportCheckpoint(weightsFile, imageSize).Generator.Graph;
Console.WriteLine($"{weightsFile}: {graph.Architecture} with channels {GeneratorNetworks.PlanOf(graph)}");
File.WriteAllText(Path.Combine(folder, "report.html"), report.Append("</html>\n").ToString());
Console.WriteLine($"Pictures, charts and tables: {Path.Combine(folder, "report.html")}");
return 0;

void Show(string title, string html) => report.Append("<h2>").Append(WebUtility.HtmlEncode(title)).Append("</h2>\n").Append(html).Append('\n');

void ShowTable(string title, DataFrame table)
{
    Show(title, table.ToHtmlTable().ToHtml());
    Console.WriteLine($"{title}\n{table}");
}

static void LastSteps(TrainingProgress progress)
{
    if (progress.Step == progress.Steps)
        Console.WriteLine(progress);
}
