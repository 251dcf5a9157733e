using LocalLambdas.Hosting;
using Testing;

namespace LocalLambdas.Tests.Hosting;

public sealed class BlockPoolTests
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    [Fact]
    public void A_block_is_small_before_any_body_passes()
    {
        using var pool = new BlockPool(Never);

        using var block = pool.Rent();

        Assert.Equal(BlockPool.SmallBytes, block.Memory.Length);
    }

    [Fact]
    public void A_larger_one_that_is_asked_for_is_not_kept()
    {
        using var pool = new BlockPool(Never);
        var larger = pool.Rent(BlockPool.LargeBytes);

        larger.Dispose();
        pool.BodyPasses();
        using var next = pool.Rent();

        Assert.Equal(BlockPool.LargeBytes, larger.Memory.Length);
        Assert.NotSame(larger, next);
    }

    [Fact]
    public void Blocks_are_large_while_bodies_pass_but_only_so_many_of_them()
    {
        using var pool = new BlockPool(Never);
        pool.BodyPasses();

        var large = Enumerable.Range(0, BlockPool.MostLarge).Select(_ => pool.Rent()).ToArray();
        using var next = pool.Rent();
        large[0].Dispose();
        using var again = pool.Rent();

        Assert.All(large, block => Assert.Equal(BlockPool.LargeBytes, block.Memory.Length));
        Assert.Equal(BlockPool.SmallBytes, next.Memory.Length);
        Assert.Same(large[0], again);
    }

    [Fact]
    public async Task When_no_more_bodies_pass_blocks_are_small_again_and_large_ones_are_let_go()
    {
        using var pool = new BlockPool(TimeSpan.FromSeconds(2));
        pool.BodyPasses();
        var large = pool.Rent();
        large.Dispose();

        await Eventually.True(
            () =>
            {
                using var block = pool.Rent();
                return block.Memory.Length == BlockPool.SmallBytes;
            },
            "a block is small");
        pool.BodyPasses();
        using var other = pool.Rent();

        Assert.Equal(BlockPool.LargeBytes, other.Memory.Length);
        Assert.NotSame(large, other);
    }

    [Fact]
    public void A_block_that_was_given_back_is_used_again_and_one_of_another_length_is_not()
    {
        using var pool = new BlockPool(Never);
        var small = pool.Rent();
        var wanted = pool.Rent(BlockPool.SmallBytes + 1);

        wanted.Dispose();
        small.Dispose();
        using var again = pool.Rent();

        Assert.True(wanted.Memory.Length > BlockPool.SmallBytes);
        Assert.Same(small, again);
    }
}
