using System.Globalization;
using System.Text;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>A box's own Vagrantfile: how Vagrant reaches a system with an immutable root.</summary>
internal static class Vagrantfile
{
    /// <summary>Its text.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="user">The account that Vagrant logs in with; empty for Vagrant's own.</param>
    /// <param name="password">Its password; empty for Vagrant's key.</param>
    public static string Create(VirtualMachineSettings machine, string user, string password)
    {
        StringBuilder text = new();
        void Line(string line) => text.Append(line).Append('\n');
        Line("Vagrant.configure(\"2\") do |config|");
        Line("  # The root of the system is read-only, and there are no additions of a hypervisor in it.");
        Line("  config.vm.synced_folder \".\", \"/vagrant\", disabled: true");
        Line("  config.vm.allow_fstab_modification = false");
        Line("  config.vm.allow_hosts_modification = false");
        if (user.Length > 0)
        {
            Line($"  config.ssh.username = {Quote(user)}");
        }
        if (password.Length > 0)
        {
            Line($"  config.ssh.password = {Quote(password)}");
            Line("  config.ssh.insert_key = false");
        }
        Line($"  config.vm.base_mac = \"{Address(machine.Id)}\"");
        Line("  config.vm.provider :libvirt do |libvirt|");
        Line("    libvirt.disk_bus = \"virtio\"");
        Machine("libvirt");
        if (machine.IsUefi)
        {
            Line("    libvirt.loader = \"/usr/share/OVMF/OVMF_CODE.fd\"");
        }
        Line("  end");
        Line("  config.vm.provider :virtualbox do |virtualbox|");
        Line("    virtualbox.check_guest_additions = false");
        Machine("virtualbox");
        if (machine.IsUefi)
        {
            Line("    virtualbox.customize [\"modifyvm\", :id, \"--firmware\", \"efi\"]");
        }
        Line("  end");
        Line("end");
        return text.ToString();

        void Machine(string provider)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"    {provider}.memory = {machine.Memory}"));
            Line(string.Create(CultureInfo.InvariantCulture, $"    {provider}.cpus = {machine.Processors}"));
        }
    }

    /// <summary>VirtualBox's own range of addresses, the rest from the content.</summary>
    private static string Address(Guid id) => "080027" + id.ToString("N")[..6].ToUpperInvariant();

    /// <summary>A text of Ruby in which nothing is looked for.</summary>
    private static string Quote(string value) =>
        "'" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
