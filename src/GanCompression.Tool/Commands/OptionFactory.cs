using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;

namespace GanCompression.Tool.Commands;

/// <summary>Makes options whose values are checked while the command line is read, with messages that say what was expected.</summary>
internal static class OptionFactory
{
    /// <summary>An option with a whole number.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="minimum">Smallest allowed value.</param>
    /// <param name="defaultValue">Value when it is not given; null to leave that to the verb.</param>
    /// <param name="multipleOf">The value must be a multiple of this.</param>
    public static Option<int?> WholeNumber(string name, string description, int minimum, int? defaultValue = null, int multipleOf = 1)
    {
        string expected = FormattableString.Invariant($"a whole number of at least {minimum}") + (multipleOf > 1 ? FormattableString.Invariant($" that is a multiple of {multipleOf}") : "");
        return Checked(name, description, "N", defaultValue, expected, text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value % multipleOf == 0 ? value : null);
    }

    /// <summary>An option with whole numbers, commas between them.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="minimum">Smallest allowed value.</param>
    /// <param name="maximum">Largest allowed value.</param>
    public static Option<int[]?> WholeNumbers(string name, string description, int minimum, int maximum) =>
        Parsed(name, description, "N,N,...", text => Array.ConvertAll(text.Split(','), part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : throw new FormatException(FormattableString.Invariant($"'{part}' in '{text}' is not a whole number from {minimum} to {maximum}."))));

    /// <summary>An option with a 64-bit whole number of any sign.</summary>
    public static Option<long?> Integer(string name, string description, long? defaultValue = null) =>
        Checked<long>(name, description, "N", defaultValue, "a whole number", text =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null);

    /// <summary>An option with a decimal number, a point before its fraction.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="minimum">Smallest allowed value.</param>
    /// <param name="isExclusive">Whether the value must be larger than <paramref name="minimum"/>.</param>
    /// <param name="defaultValue">Value when it is not given; null to leave that to the verb.</param>
    public static Option<double?> Number(string name, string description, double minimum, bool isExclusive = false, double? defaultValue = null) =>
        Checked<double>(name, description, "X", defaultValue, FormattableString.Invariant($"a number {(isExclusive ? "above" : "of at least")} {minimum}"), text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && (isExclusive ? value > minimum : value >= minimum) ? value : null);

    /// <summary>An option with one of a few words, in any case.</summary>
    public static Option<T?> Choice<T>(string name, string description, T? defaultValue = null)
        where T : struct, Enum
    {
        string expected = string.Join(" or ", Enum.GetNames<T>());
        return Checked(name, description, string.Join('|', Enum.GetNames<T>()), defaultValue, expected, text =>
            Enum.GetNames<T>().FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found ? Enum.Parse<T>(found) : null);
    }

    /// <summary>An option with one of a few words, written in lower case with dashes.</summary>
    public static Option<T?> Word<T>(string name, string description)
        where T : struct, Enum
    {
        List<string> words = [.. Enum.GetValues<T>().Select(WordOf)];
        return Checked<T>(name, description, string.Join('|', words), defaultValue: null, string.Join(" or ", words), text =>
            words.IndexOf(text.ToLowerInvariant()) is var index and >= 0 ? Enum.GetValues<T>()[index] : null);
    }

    /// <summary>An option with some of a few words, commas between them; dashes in a word may be left out.</summary>
    public static Option<T[]?> Words<T>(string name, string description)
        where T : struct, Enum
    {
        List<string> words = [.. Enum.GetValues<T>().Select(WordOf).Select(word => word.Replace("-", "", StringComparison.Ordinal))];
        return Parsed(name, description, string.Join(',', words), text => Array.ConvertAll(text.Split(','), part =>
            words.IndexOf(part.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)) is var index and >= 0
                ? Enum.GetValues<T>()[index]
                : throw new FormatException($"expects {string.Join(" or ", words)}, with commas between them, but got '{part}'.")));
    }

    /// <summary>The word for a value: <c>brute-force</c> for <c>BruteForce</c>.</summary>
    public static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The option that allows to replace existing files.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Replace existing output." };

    /// <summary>The option that names the file to write.</summary>
    public static Option<string> Output(string example) => new("--output", "-o") { Description = $"File to write, for example {example}.", Required = true, HelpName = "FILE" };

    /// <summary>The option with the seed.</summary>
    public static Option<long?> Seed() => Integer("--seed", "Seed of everything random.", defaultValue: 0);

    /// <summary>The option that leaves the discriminator out of what is written.</summary>
    public static Option<bool> WithoutDiscriminator() => new("--without-discriminator") { Description = "Leave the discriminator out of the file: smaller, but no longer a starting point for training." };

    /// <summary>The option with the network of a supernet's sub-networks.</summary>
    public static Option<string> SupernetArchitecture() =>
        new("--architecture") { Description = "sub_mobile_resnet_9blocks, with any number of blocks.", DefaultValueFactory = _ => SubNetworkArchitecture.Default, HelpName = "NAME" };

    /// <summary>The option with the weights of a feature extractor.</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="standard">Which they are by default.</param>
    public static Option<string?> Features(string purpose, string standard) => new("--features")
    {
        Description = $"Features {purpose}: {FeatureWeights.ResNet18}, {FeatureWeights.Random} (a network with fixed random weights), or a file with weights of SqueezeNet or Inception (.pth, .safetensors or .npz). Default: {standard}.",
        HelpName = "NAME|FILE",
    };

    /// <summary>The option with a channel plan.</summary>
    public static Option<ChannelPlan?> Plan() =>
        Parsed("--plan", "Channels of the student, for example 16_16_32_16_32_32_16_16. Default of distillation without a budget: this plan in proportion to the teacher's width.", "C_C_...", ChannelPlan.Parse);

    /// <summary>The option with the plans of a supernet.</summary>
    /// <param name="defaultNote">What the help says about them when none are given.</param>
    public static Option<ChannelSet?> Channels(string defaultNote = "Default: 1, 3/4, 1/2, 3/8 and 1/4 of the teacher's width.") => Parsed(
        "--channels",
        $"Channels to choose from for every entry of the plan, for example 32,24,16,12,8; a list per entry with _ between them; or a published set: {string.Join(", ", ChannelSet.PublishedNames)}. {defaultNote}",
        "C,C,...|NAME", ParseChannels);

    private static ChannelSet ParseChannels(string text)
    {
        if (ChannelSet.PublishedNames.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } published)
            return ChannelSet.Published(published);
        return text.Contains('_', StringComparison.Ordinal) ? ChannelSet.Parse(text) : ChannelSet.Uniform([.. text.Split(',').Select(Count)]);

        int Count(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw new FormatException($"'{part}' in '{text}' is not a whole number; expected channels such as 32,24,16,12,8, or one of {string.Join(", ", ChannelSet.PublishedNames)}.");
    }

    private static Option<T?> Parsed<T>(string name, string description, string helpName, Func<string, T> parse)
        where T : class
    {
        var option = new Option<T?>(name) { Description = description, HelpName = helpName, Arity = ArgumentArity.ExactlyOne };
        option.CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[^1].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{name}: {e.Message}");
                return null;
            }
        };
        return option;
    }

    private static Option<T?> Checked<T>(string name, string description, string helpName, T? defaultValue, string expected, Func<string, T?> parse)
        where T : struct
    {
        var option = new Option<T?>(name) { Description = description, HelpName = helpName, Arity = ArgumentArity.ExactlyOne };
        option.CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            T? value = parse(text);
            if (value is null)
                result.AddError($"{name} expects {expected}, but got '{text}'.");
            return value;
        };
        if (defaultValue is { } known)
            option.DefaultValueFactory = _ => known;
        return option;
    }
}
