namespace AppHost.Tests.Running;

[Collection(RunningAppDefinition.Name)]
public class ReloadTests(RunningApp running)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lambdas_that_leave_the_manifest_end_and_new_ones_disturb_nobody()
    {
        await running.WaitForStateAsync("leaving", "Cold");

        await ReloadAsync("coming");
        await running.WaitForStateAsync("leaving", KnownResourceStates.Exited);

        await ReloadAsync("leaving");
        await running.WaitForStateAsync("leaving", "Cold");
    }

    /// <param name="id">The only lambda of the manifest.</param>
    private async Task ReloadAsync(string id)
    {
        running.ReloadedManifest.Clear().AddProcess(id, Environment.ProcessPath!, "pipe").Write();
        using var client = running.App.CreateHttpClient("reloaded", "admin");
        if (running.Reloaded.AdminToken is { } token) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.PostAsync(new Uri("/reload", UriKind.Relative), null, Token).WaitAsync(RunningApp.Limit, Token);
        response.EnsureSuccessStatusCode();
    }
}
