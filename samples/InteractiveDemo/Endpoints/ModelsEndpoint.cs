using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary><c>GET /api/models</c>: what the page needs to know about the generators, for their own image size or for <c>?size=</c>.</summary>
internal static class ModelsEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/models", Describe);

    private static Results<Ok<ModelsView>, ProblemHttpResult> Describe(DemoModels models, DemoOptions options, int? size)
    {
        int side = size ?? models.Teacher.Model.ImageSize;
        if (side < 1 || (long)side * side > options.MaxPixels)
            return TypedResults.Problem(FormattableString.Invariant($"The size is the height and width of images in pixels, and these have up to {options.MaxPixels} pixels, but size is {side}."), statusCode: StatusCodes.Status400BadRequest);
        try
        {
            return TypedResults.Ok(new ModelsView(side, models.Teacher.Model.ImageSize, options.MaxPixels, options.Palette, LabelPalette.All, [View(models.Teacher, side), View(models.Student, side)]));
        }
        catch (GraphException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static ModelView View(ModelSlot slot, int size)
    {
        slot.CheckSize(size, size);
        ComputeCost cost = ComputeCost.Of(slot.Model.Generator.Graph, size, size);
        return new ModelView(slot.Name, slot.Model.Generator.Graph.Architecture, cost.MultiplyAdds, cost.Parameters, slot.FileBytes);
    }

    /// <summary>Answer of the endpoint.</summary>
    /// <param name="Size">Height and width, in pixels, that the costs are for.</param>
    /// <param name="ImageSize">Height and width, in pixels, that the teacher was made for.</param>
    /// <param name="MaxPixels">Largest image that the service takes.</param>
    /// <param name="Palette">Name of the palette to begin with.</param>
    /// <param name="Palettes">Every palette.</param>
    /// <param name="Models">Teacher and student.</param>
    private sealed record ModelsView(int Size, int ImageSize, int MaxPixels, string Palette, IReadOnlyList<LabelPalette> Palettes, IReadOnlyList<ModelView> Models);

    /// <summary>A generator.</summary>
    /// <param name="Name">Its name in addresses.</param>
    /// <param name="Architecture">Kind of network.</param>
    /// <param name="MultiplyAdds">Multiply-adds for one image, by the published rule.</param>
    /// <param name="Parameters">Trainable parameters.</param>
    /// <param name="FileBytes">Size of its file.</param>
    private sealed record ModelView(string Name, string Architecture, long MultiplyAdds, long Parameters, long FileBytes);
}
