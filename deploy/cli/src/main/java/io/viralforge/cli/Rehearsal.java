package io.viralforge.cli;

import io.viralforge.client.GraphqlClient;
import io.viralforge.client.Repeat;
import io.viralforge.sandbox.Sandbox;
import io.viralforge.types.DisclosureInput;
import io.viralforge.types.PublicationContentInput;
import io.viralforge.types.PublicationCreateInput;
import io.viralforge.types.PublicationPrivacy;
import io.viralforge.types.PublicationState;
import io.viralforge.types.PublishNetwork;
import io.viralforge.types.cli.NetworkConnectFinish;
import io.viralforge.types.cli.NetworkConnectStart;
import io.viralforge.types.cli.PublicationApprove;
import io.viralforge.types.cli.PublicationById;
import io.viralforge.types.cli.PublicationCreate;
import io.viralforge.types.cli.PublicationEvents;
import io.viralforge.types.cli.PublicationFields;
import io.viralforge.types.cli.PublicationResult;
import io.viralforge.types.cli.PublicationSchedule;
import io.viralforge.types.cli.PublishNetworks;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a clip to the networks of this machine, as a person would to the real ones. It says yes in the person's place, to
 * the network and to the post, so it is only ever sent to a sandbox that this very process has started.
 */
final class Rehearsal {
    private static final Set<PublicationState> ENDS =
            EnumSet.of(PublicationState.LIVE, PublicationState.FAILED, PublicationState.UNCONFIRMED);

    private final Terminal terminal;
    private final GraphqlClient client;
    private final Sandbox sandbox;

    Rehearsal(Terminal terminal, GraphqlClient client, Sandbox sandbox) {
        this.terminal = terminal;
        this.client = client;
        this.sandbox = sandbox;
    }

    /** Whether the server publishes anywhere. */
    boolean isPossible() throws InterruptedException {
        return client.execute(new PublishNetworks()).publishNetworks().stream()
                .anyMatch(network -> network.network() == PublishNetwork.YOUTUBE && network.missing() == null);
    }

    /**
     * Publishes it and says where.
     *
     * @throws Failure REFUSED in the server's words, FAILED in the publication's
     */
    void publish(String asset, @Nullable String credit) throws InterruptedException {
        terminal.note("Rehearsing its publication on a sandbox of this machine; nothing leaves it.");
        String account = connect();
        PublicationContentInput content = new PublicationContentInput()
                .title("A first short")
                .description(credit == null ? "Made with ViralForge." : credit)
                .privacy(PublicationPrivacy.PRIVATE)
                .disclosure(new DisclosureInput().isForKids(false));
        PublicationFields draft = required(client.execute(
                        new PublicationCreate(
                                new PublicationCreateInput(account, asset, content),
                                UUID.randomUUID().toString()),
                        Repeat.SAFE)
                .publicationCreate());
        required(
                client.execute(new PublicationSchedule(draft.id(), Instant.now().toString()), Repeat.SAFE)
                        .publicationSchedule());
        required(client.execute(new PublicationApprove(draft.id(), draft.digest()), Repeat.SAFE)
                .publicationApprove());
        tell(Follower.toEnd(
                client,
                new PublicationEvents().ids(List.of(draft.id())),
                event -> event.publicationEvents().publication(),
                () -> publication(draft.id()),
                publication -> ENDS.contains(publication.state())));
    }

    private void tell(PublicationFields ended) {
        if (ended.state() != PublicationState.LIVE) {
            var trouble = ended.trouble();
            throw new Failure(
                    Exit.FAILED, "It was not published: " + (trouble == null ? ended.state() : trouble.message()));
        }
        terminal.note("Published once on the sandbox's YouTube, as " + ended.url()
                + "; for real ones see docs/publishing.md.");
    }

    /** The sandbox's first channel. */
    private String connect() throws InterruptedException {
        var begun =
                client.execute(new NetworkConnectStart(PublishNetwork.YOUTUBE)).networkConnectStart();
        URI page = URI.create(LocalApi.require(begun.url(), begun.userErrors()));
        if (!page.getRawAuthority().equals(sandbox.address().getRawAuthority())) {
            throw new Failure(Exit.REFUSED, "The server publishes to " + page.getHost() + ", which is no sandbox.");
        }
        Map<String, String> given = agree(page);
        var ended = client.execute(
                        new NetworkConnectFinish(given.getOrDefault("state", ""), given.getOrDefault("code", "")))
                .networkConnectFinish();
        return LocalApi.require(ended.account(), ended.userErrors()).id();
    }

    /** Says yes on the network's page; what it gives to the browser that it sends back. */
    private static Map<String, String> agree(URI page) throws InterruptedException {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<Void> answer = browser.send(
                    HttpRequest.newBuilder(URI.create(page + "&approve=1")).build(),
                    HttpResponse.BodyHandlers.discarding());
            URI back = URI.create(answer.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new Failure(Exit.FAILED, "The sandbox sends nobody back.")));
            return Arrays.stream(back.getRawQuery().split("&", -1))
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> decoded(pair[1])));
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "The sandbox cannot be reached.", e);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private @Nullable PublicationFields publication(String id) throws InterruptedException {
        var node = client.execute(new PublicationById(id)).node();
        return node == null ? null : node.publicationFields();
    }

    private static PublicationFields required(PublicationResult result) {
        return LocalApi.require(result.publication(), result.userErrors());
    }
}
