using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>Describes a virtual machine with one disk as an OVF 1.1 envelope (DMTF DSP0243), with the elements that VMware and VirtualBox expect.</summary>
internal static class OvfDescriptor
{
    /// <summary>What DSP0243 calls the format of the disk.</summary>
    public const string StreamOptimized = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized";

    private static readonly XNamespace Ovf = "http://schemas.dmtf.org/ovf/envelope/1";
    private static readonly XNamespace Rasd = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData";
    private static readonly XNamespace Vssd = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData";
    private static readonly XNamespace Vmw = "http://www.vmware.com/schema/ovf";

    /// <summary>The envelope's text, UTF-8 without a mark.</summary>
    /// <param name="machine">What it describes.</param>
    /// <param name="diskFile">Name of the disk's file.</param>
    /// <param name="diskFileSize">Its bytes.</param>
    public static byte[] Write(VirtualMachineSettings machine, string diskFile, long diskFileSize)
    {
        XElement envelope = new(
            Ovf + "Envelope",
            new XAttribute(XNamespace.Xmlns + "ovf", Ovf), new XAttribute(XNamespace.Xmlns + "rasd", Rasd),
            new XAttribute(XNamespace.Xmlns + "vssd", Vssd), new XAttribute(XNamespace.Xmlns + "vmw", Vmw),
            new XElement(Ovf + "References", new XElement(
                Ovf + "File", Attribute("href", diskFile), Attribute("id", "file1"), Attribute("size", diskFileSize))),
            new XElement(Ovf + "DiskSection", Info("The disk"), new XElement(
                Ovf + "Disk", Attribute("capacity", machine.DiskSize), Attribute("capacityAllocationUnits", "byte"),
                Attribute("diskId", "vmdisk1"), Attribute("fileRef", "file1"), Attribute("format", StreamOptimized))),
            new XElement(Ovf + "NetworkSection", Info("The network"), new XElement(
                Ovf + "Network", Attribute("name", "VM Network"), new XElement(Ovf + "Description", "The network of the machine"))),
            System(machine));
        StringBuilder text = new();
        XmlWriterSettings settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            envelope.Save(writer);
        }
        return Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8"?>""" + "\n" + text + "\n");
    }

    private static XElement System(VirtualMachineSettings machine) => new(
        Ovf + "VirtualSystem", Attribute("id", machine.Name), Info("A virtual machine"),
        new XElement(Ovf + "Name", machine.Name),
        new XElement(
            Ovf + "OperatingSystemSection", Attribute("id", 101), new XAttribute(Vmw + "osType", "otherLinux64Guest"),
            Info("The operating system"), new XElement(Ovf + "Description", "Linux 64-Bit")),
        new XElement(
            Ovf + "VirtualHardwareSection", Info("The hardware"),
            new XElement(
                Ovf + "System", new XElement(Vssd + "ElementName", "Virtual Hardware Family"), new XElement(Vssd + "InstanceID", 0),
                new XElement(Vssd + "VirtualSystemIdentifier", machine.Name), new XElement(Vssd + "VirtualSystemType", "vmx-13")),
            Item(1, 3, $"{machine.Processors} virtual CPU", ("AllocationUnits", "hertz * 10^6"), ("VirtualQuantity", Text(machine.Processors))),
            Item(2, 4, $"{machine.Memory} MB of memory", ("AllocationUnits", "byte * 2^20"), ("VirtualQuantity", Text(machine.Memory))),
            Item(3, 6, "SCSI controller 0", ("Address", "0"), ("ResourceSubType", "lsilogic")),
            Item(4, 17, "Hard disk 1", ("AddressOnParent", "0"), ("HostResource", "ovf:/disk/vmdisk1"), ("Parent", "3")),
            Item(5, 10, "Network adapter 1", ("AddressOnParent", "7"), ("AutomaticAllocation", "true"), ("Connection", "VM Network"), ("ResourceSubType", "E1000")),
            machine.IsUefi ? Setting("firmware", "efi") : Setting("firmware", "bios")));

    /// <summary>A piece of hardware; its elements come in alphabetical order, as the schema wants them.</summary>
    private static XElement Item(int id, int type, string name, params (string Name, string Value)[] values) => new(
        Ovf + "Item",
        values.Append(("ElementName", name)).Append(("InstanceID", Text(id))).Append(("ResourceType", Text(type)))
            .OrderBy(value => value.Item1, StringComparer.Ordinal)
            .Select(value => new XElement(Rasd + value.Item1, value.Item2)));

    private static XElement Setting(string key, string value) =>
        new(Vmw + "Config", Attribute("required", "false"), new XAttribute(Vmw + "key", key), new XAttribute(Vmw + "value", value));

    private static XElement Info(string text) => new(Ovf + "Info", text);

    private static XAttribute Attribute(string name, object value) => new(Ovf + name, value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
