using System.Text;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Actions;

/// <summary>Gives git what it logs in with, in files that only we can read and that are gone afterwards; never on a command line.</summary>
internal sealed class GitLogin : IDisposable
{
    private readonly Machine _machine;

    private readonly string? _folder;

    private GitLogin(Machine machine, string? folder) => (_machine, _folder) = (machine, folder);

    /// <summary>Assignments for env.</summary>
    public List<string> Variables { get; } = ["GIT_TERMINAL_PROMPT=0"];

    /// <summary>Options of git itself.</summary>
    public List<string> Options { get; } = [];

    /// <summary>Writes the files.</summary>
    public static GitLogin Create(Machine machine, GitAuthentication? authentication)
    {
        if (authentication is null)
        {
            return new GitLogin(machine, null);
        }
        string folder = "/run/cos/git-" + Path.GetRandomFileName();
        GitLogin login = new(machine, folder);
        machine.MakeDirectory(folder, "0700", null);
        StringBuilder ssh = new("ssh -o BatchMode=yes");
        if (authentication.PrivateKey.Length > 0)
        {
            machine.WriteFile(folder + "/key", Encoding.UTF8.GetBytes(authentication.PrivateKey.TrimEnd() + "\n"), "0600", null);
            ssh.Append(" -o IdentitiesOnly=yes -i ").Append(folder).Append("/key");
        }
        ssh.Append(authentication.Insecure ? " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null" : "");
        login.Variables.Add("GIT_SSH_COMMAND=" + ssh);
        if (authentication.Insecure)
        {
            login.Options.AddRange(["-c", "http.sslVerify=false"]);
        }
        if (authentication.Username.Length + authentication.Password.Length > 0)
        {
            machine.WriteFile(folder + "/user", Encoding.UTF8.GetBytes(authentication.Username), "0600", null);
            machine.WriteFile(folder + "/password", Encoding.UTF8.GetBytes(authentication.Password), "0600", null);
            machine.WriteFile(folder + "/ask", Encoding.UTF8.GetBytes($"#!/bin/sh\ncase \"$1\" in User*) cat {folder}/user ;; *) cat {folder}/password ;; esac\n"), "0700", null);
            login.Variables.Add($"GIT_ASKPASS={folder}/ask");
        }
        return login;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_machine.PathOf(_folder), recursive: true);
        }
    }
}
