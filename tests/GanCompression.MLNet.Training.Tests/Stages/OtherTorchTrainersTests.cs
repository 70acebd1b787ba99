using Microsoft.ML.TorchSharp;

namespace GanCompression.MLNet.Training.Tests.Stages;

/// <summary>ML.NET's own trainers on TorchSharp live in the same application: its package asks for an older TorchSharp than ours.</summary>
[TestClass]
public sealed class OtherTorchTrainersTests
{
    [TestMethod]
    [Timeout(120_000)]
    public void TextClassification_InOneChainWithOurStages_IsBuiltAndOursTrainsAndPredicts()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Data.LoadFromEnumerable(TestImages.Rows(context, 4).GetColumn<MLImage>("Source")
            .Select((image, i) => new Captioned { Source = image, Target = image, Text = $"caption {i}", Label = $"{i % 2}" }), Schema());
        var ours = context.GanCompression().Trainers.Pix2Pix(TinyStages.Pix2Pix());

        var chain = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(ours)
            .Append(context.MulticlassClassification.Trainers.TextClassification(labelColumnName: "Label", sentence1ColumnName: "Text"));
        SchemaShape shape = chain.GetOutputSchema(EstimatorWorkout.ShapeOf(data.Schema));
        Assert.IsTrue(shape.Any(column => column.Name == "Generated"));
        Assert.IsTrue(shape.Any(column => column.Name == "PredictedLabel"));

        // Training the other stage would download a language model; ours trains and predicts beside it.
        using GeneratorApplyingTransformer model = ours.Fit(data);
        Assert.HasCount(4, model.Transform(data).GetColumn<MLImage>("Generated").Select(image => image.Width).ToArray());
    }

    private static SchemaDefinition Schema()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Captioned));
        schema["Source"].ColumnType = schema["Target"].ColumnType = new Microsoft.ML.Transforms.Image.ImageDataViewType(16, 16);
        return schema;
    }

    private sealed class Captioned
    {
        public MLImage? Source { get; set; }

        public MLImage? Target { get; set; }

        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
