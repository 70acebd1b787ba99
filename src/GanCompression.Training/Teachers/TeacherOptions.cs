namespace GanCompression.Training;

/// <summary>Options of every training from scratch.</summary>
public abstract class TeacherOptions : TrainingOptions
{
    /// <summary>The generator by its published name.</summary>
    /// <value>Default <c>resnet_9blocks</c>; also <c>mobile_resnet_9blocks</c>, each with any number of blocks.</value>
    public string Architecture { get; set; } = "resnet_9blocks";

    /// <summary>Base width of the generator: channels of its first layer.</summary>
    /// <value>Default 64; from 1 to 4096.</value>
    public int GeneratorWidth { get; set; } = 64;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Between(nameof(GeneratorWidth), GeneratorWidth, 1, 4096);
        _ = CreateGraph();
    }

    internal LayerGraph CreateGraph()
    {
        try
        {
            return GeneratorNetworks.Create(Architecture ?? "", null, new ResNetGeneratorOptions { BaseWidth = GeneratorWidth });
        }
        catch (FormatException e)
        {
            throw Invalid(Architecture, $"Architecture '{Architecture}' cannot be trained as a teacher: {e.Message}");
        }
    }

    internal override SortedDictionary<string, string> Describe()
    {
        SortedDictionary<string, string> options = base.Describe();
        options[nameof(Architecture)] = Architecture;
        options[nameof(GeneratorWidth)] = Text(GeneratorWidth);
        return options;
    }
}
