using Cos.Sdk.Building;

namespace Cos.Sdk.Tests.Building;

public sealed class FailedStepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-logs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheLastImageThatWasMadeIsTheOneBeforeTheFailure()
    {
        FailedStep step = FailedStep.Read("image.a", [
            "Step 1/3 : FROM base", "", " ---> 087a8e97bdff", "Step 2/3 : RUN make", " ---> Running in 9f9e4bd9c492", " ---> d62dcbd742ec",
            "Step 3/3 : RUN false", " ---> Running in 84ca9ac579e5", "The command '/bin/sh -c false' returned a non-zero code: 1",
        ])!;

        Assert.Equal(("d62dcbd742ec", "RUN false"), (step.Image, step.Instruction));
    }

    [Fact]
    public void PodmansLogsAreReadToo()
    {
        FailedStep step = FailedStep.Read("image.a", ["STEP 1/2: FROM base", "--> 087a8e97bdff", "STEP 2/2: RUN false"])!;

        Assert.Equal(("087a8e97bdff", "RUN false"), (step.Image, step.Instruction));
    }

    [Fact]
    public void FinishedImagesAreNoAnswerAndTheNewestFailureIs()
    {
        Write("image.done", "Step 1/1 : FROM base\n ---> 087a8e97bdff\nSuccessfully built 087a8e97bdff\n", 3);
        Write("image.old", "Step 1/2 : FROM base\n ---> 111111111111\n", 1);
        Write("image.new", "Step 1/2 : FROM base\n ---> 222222222222\n", 2);

        Assert.Equal("image.new", FailedStep.Find(_folder, _ => true)!.Key);
        Assert.Equal("111111111111", FailedStep.Find(_folder, key => key == "image.old")!.Image);
        Assert.Null(FailedStep.Find(_folder, key => key == "image.done"));
        Assert.Null(FailedStep.Find(Path.Combine(_folder, "absent"), _ => true));
    }

    private void Write(string key, string text, int age)
    {
        string file = Path.Combine(_folder, key + ".log");
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddHours(age));
    }
}
