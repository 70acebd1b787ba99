using GanCompression;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Training.Tests.Readme;

/// <summary>
/// The C# examples of the README files, compiled. Each region is one fenced block, word for word, without its using lines;
/// <see cref="ReadmeTests"/> compares them.
/// </summary>
internal static class ReadmeSnippets
{
    public static void QuickStart()
    {
        #region quick-start
        var ml = new MLContext(seed: 1);
        var gan = ml.GanCompression();
        IDataView train = gan.Data.LoadPairedImages("facades/train", imageSize: 143, PairDirection.BtoA);
        IDataView test = gan.Data.LoadPairedImages("facades/test", imageSize: 128, PairDirection.BtoA);

        var pipeline = gan.Trainers.Pix2Pix("Generated", imageSize: 128)           // trains a teacher,
            .Append(gan.Compression.Distillation("Generated", imageSize: 128));    // then a student some 20 times cheaper
        var model = pipeline.Fit(train);

        Console.WriteLine(gan.Evaluate(model.Transform(test)));                    // quality and cost
        ml.Model.Save(model, train.Schema, "facades.zip");                         // for ml.Model.Load, anywhere
        gan.Model.SaveGenerator(model, "facades.gcm");                             // the student alone
        #endregion
    }

    public static void Apply()
    {
        #region apply
        var ml = new MLContext(seed: 1);
        var gan = ml.GanCompression();
        GeneratorModel model = gan.Model.LoadGenerator("facades.gcm");
        IDataView data = gan.Data.SyntheticFacades(count: 16, imageSize: 128);
        IDataView generated = gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data);
        foreach (MLImage image in generated.GetColumn<MLImage>("Generated"))       // generated here, one by one
            image.Save($"{Guid.NewGuid():N}.png");
        Console.WriteLine(gan.Evaluate(generated));
        #endregion
    }

    public static void Train()
    {
        #region train
        var ml = new MLContext(seed: 1);
        var gan = ml.GanCompression();
        IDataView data = gan.Data.SyntheticFacades(count: 400, imageSize: 143);
        var pipeline = gan.Trainers.Pix2Pix("Generated", maxEpochs: 20, imageSize: 128)
            .Append(gan.Compression.Distillation(new GeneratorDistillationTrainer.Options
            {
                StudentPlan = ChannelPlan.Parse("16_16_32_16_32_32_16_16"),
                ImageSize = 128,
                CheckpointFolder = "run",
                ProgressCallback = progress => Console.WriteLine(progress),
            }));
        var model = pipeline.Fit(data);
        gan.Model.SaveGenerator(model, "student.gcm", includeDiscriminator: false);
        #endregion
    }

    public static IEstimator<ITransformer> Stages(GanCompressionCatalog gan, IDataView heldOut)
    {
        #region stages
        var pipeline = gan.Trainers.Pix2Pix("Teacher", imageSize: 128)
            .Append(gan.Compression.Supernet("Generated", teacherColumnName: "Teacher", maxEpochs: 40, imageSize: 128))
            .Append(gan.Compression.Search("Generated", ComputeBudget.Ratio(12), teacherColumnName: "Teacher", imageSize: 128, validationSet: heldOut))
            .Append(gan.Compression.Distillation("Generated", teacherColumnName: "Teacher", initialStudentColumnName: "Generated", imageSize: 128));
        #endregion
        return pipeline;
    }

    public static void Serve()
    {
        #region serve
        var ml = new MLContext();
        ITransformer model = ml.GanCompression().Model.Load("facades.zip");
        using var engine = ml.Model.CreatePredictionEngine<Photo, Painting>(model);
        using var image = MLImage.CreateFromFile("photo.png");
        engine.Predict(new Photo { Source = image }).Generated!.Save("painting.png");  // save before the next Predict, which disposes it
        #endregion
    }

    private sealed class Photo
    {
        [ImageType(256, 256)]
        public MLImage? Source { get; set; }
    }

    private sealed class Painting
    {
        [ImageType(256, 256)]
        public MLImage? Generated { get; set; }
    }
}
