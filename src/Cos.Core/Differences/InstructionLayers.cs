using Cos.Sdk.Engine;

namespace Cos.Sdk.Differences;

/// <summary>Which instruction of an image made a layer. The engine is asked as seldom as can be: it answers for a number of last instructions.</summary>
/// <param name="engine">Has the image.</param>
/// <param name="image">Its name.</param>
/// <param name="layers">How many layers it has.</param>
/// <param name="instructions">How many instructions its Dockerfiles have, down to the base image.</param>
internal sealed class InstructionLayers(IImageEngine engine, string image, int layers, int instructions)
{
    private readonly Dictionary<int, int> _below = new() { [0] = layers };

    /// <summary>The number of the instruction, counted from the lowest; null for a layer of the base image.</summary>
    public async Task<int?> FindAsync(int layer, CancellationToken cancellationToken)
    {
        // Layers below the last n instructions get fewer as n grows: find the least n that leaves this layer out.
        int low = 1;
        int high = instructions + 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (await CountBelowAsync(middle, cancellationToken).ConfigureAwait(false) <= layer)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low > instructions ? null : instructions - low;
    }

    private async Task<int> CountBelowAsync(int last, CancellationToken cancellationToken)
    {
        if (!_below.TryGetValue(last, out int count))
        {
            count = await engine.CountLayersBelowAsync(image, last, cancellationToken).ConfigureAwait(false);
            _below[last] = count;
        }
        return count;
    }
}
