using System.Text.Json.Serialization;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>One thing that a step does. Every action can be done again without changing more.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(SetResolver), "dns")]
[JsonDerivedType(typeof(Download), "download")]
[JsonDerivedType(typeof(CloneRepository), "git")]
[JsonDerivedType(typeof(EnsureEntity), "ensure-entity")]
[JsonDerivedType(typeof(DeleteEntity), "delete-entity")]
[JsonDerivedType(typeof(MakeDirectory), "directory")]
[JsonDerivedType(typeof(WriteFile), "file")]
[JsonDerivedType(typeof(RunCommand), "command")]
[JsonDerivedType(typeof(SetHostname), "hostname")]
[JsonDerivedType(typeof(SetKernelParameter), "sysctl")]
[JsonDerivedType(typeof(EnsureUser), "user")]
[JsonDerivedType(typeof(AuthorizeKeys), "authorized-keys")]
[JsonDerivedType(typeof(LoadModule), "module")]
[JsonDerivedType(typeof(SetTimeServers), "timesyncd")]
[JsonDerivedType(typeof(ManageUnit), "systemctl")]
[JsonDerivedType(typeof(OverrideUnit), "systemctl-override")]
[JsonDerivedType(typeof(SetEnvironment), "environment")]
[JsonDerivedType(typeof(RunFirstBoot), "systemd-firstboot")]
[JsonDerivedType(typeof(FetchUserData), "datasource")]
[JsonDerivedType(typeof(LayOutDisk), "layout")]
internal abstract record StepAction;
