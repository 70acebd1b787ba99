// Loads a saved pipeline with ML.NET alone, translates one image and writes the pixels: FreshProcessLoader model.zip image.png pixels.bin
using FreshProcessLoader;
using Microsoft.ML;
using Microsoft.ML.Data;

if (args.Length != 3)
    return 2;
var context = new MLContext();
ITransformer model = context.Model.Load(args[0], out _);
using PredictionEngine<InputRow, OutputRow> engine = context.Model.CreatePredictionEngine<InputRow, OutputRow>(model);
using MLImage image = MLImage.CreateFromFile(args[1]);
OutputRow result = engine.Predict(new InputRow { Source = image });
File.WriteAllBytes(args[2], result.Generated!.Pixels.ToArray());
return 0;
