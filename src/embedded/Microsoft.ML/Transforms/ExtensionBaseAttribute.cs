namespace Microsoft.ML;

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName)
    {
        Runtime.Errors.CheckNonEmpty(contractName, nameof(contractName));
        ContractName = contractName;
    }

    public string ContractName { get; }
}
