namespace GanCompression.Tool.Peers;

/// <summary>Where the packages of peers are: never with the product, but in the clone of the repository or where the user says.</summary>
internal static class PeerModules
{
    /// <summary>Environment variable with the folder that holds <c>node_modules</c>.</summary>
    public const string Variable = "GANCOMPRESSION_PEERS";

    private const string Modules = "node_modules";

    /// <summary>The <c>node_modules</c> folder that has a package.</summary>
    /// <param name="package">Name of the package.</param>
    /// <param name="folder">Folder that holds <c>node_modules</c>; null to look at <see cref="Variable"/>, then in the repository.</param>
    /// <exception cref="PeerUnavailableException">The package is not there.</exception>
    public static string Find(string package, string? folder)
    {
        folder ??= Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(folder))
        {
            string modules = Path.Combine(Path.GetFullPath(folder), Modules);
            return Directory.Exists(Path.Combine(modules, package))
                ? modules
                : throw new PeerUnavailableException($"There is no npm package '{package}' in '{modules}'. Install it with 'npm install {package} --ignore-scripts' in '{folder}', or give another folder.");
        }

        for (DirectoryInfo? parent = new(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            string modules = Path.Combine(parent.FullName, "artifacts", "peers", Modules);
            if (Directory.Exists(Path.Combine(modules, package)))
                return modules;
        }

        throw new PeerUnavailableException(
            $"The npm package '{package}' is not installed. In a clone of the repository './build.sh test --peers' or './build.sh bench --peers' installs it; elsewhere run 'npm install {package} --ignore-scripts' in a folder and name that folder in {Variable}.");
    }
}
