namespace Cos.Device;

/// <summary>Something that could not be done, said in a sentence for whoever reads the journal.</summary>
internal sealed class DeviceException(string message) : Exception(message);
