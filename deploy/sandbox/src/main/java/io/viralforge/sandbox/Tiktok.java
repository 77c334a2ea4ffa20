package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** TikTok: all lies at the root of the sandbox's address, as the real paths do below www.tiktok.com and open.tiktokapis.com. */
public final class Tiktok implements Network {
    private final SandboxClock clock;
    private final List<Account> creators = List.of(
            new Account("sandbox-creator-one-000", "First creator"),
            new Account(TiktokPosting.PRIVATE_CREATOR, "Second creator, whose account is private"));
    private final Client client = new Client("sandboxclientkey", "sandbox-secret-of-tiktok");
    private final TiktokOauth oauth;
    private final TiktokPosting posting;
    private final TiktokWebhooks webhooks;
    private final List<Route> routes = new ArrayList<>();

    Tiktok(SandboxClock clock, Conditions conditions, Faults faults) {
        this.clock = clock;
        oauth = new TiktokOauth(clock, client, creators);
        posting = new TiktokPosting(clock, conditions, faults, oauth);
        webhooks = new TiktokWebhooks(clock, faults, client, posting);
        routes.addAll(oauth.routes());
        routes.addAll(posting.routes());
        routes.addAll(new TiktokVideos(clock, conditions, oauth, posting).routes());
    }

    /** For the client_key of OAuth. */
    public String clientKey() {
        return client.id();
    }

    /** For OAuth, and the key of webhooks' signatures. */
    public String clientSecret() {
        return client.secret();
    }

    /** Lets people be sent back to this address, and to no other that differs by a letter. */
    public void register(URI redirect) {
        client.register(redirect);
    }

    /** Where webhooks go from now on; without it there are none. */
    public void webhook(URI callback) {
        webhooks.register(callback);
    }

    /** The first has a public account, the second a private one. A person chooses on the page of consent, a test by {@code account=ID}. */
    public List<Account> creators() {
        return creators;
    }

    /** A creator takes back what they allowed, in the app; the webhook authorization.removed tells of it. */
    public void revoke(Account creator) {
        oauth.revoke(creator);
        webhooks.removed(creator);
    }

    /** A creator posts publicly, in the app, what waits in their inbox. */
    public void finish(String publishId) {
        @Nullable TiktokPost post = posting.find(publishId);
        if (post == null) {
            throw new IllegalArgumentException("There is no post " + publishId + ".");
        }
        post.finish(clock.instant());
        webhooks.tick();
    }

    @Override
    public List<Published> published() {
        return posting.all().stream().flatMap(this::published).toList();
    }

    private Stream<Published> published(TiktokPost post) {
        @Nullable StoredFile file = post.file();
        @Nullable Instant at = post.uploadedAt();
        if (file == null || at == null) {
            return Stream.of();
        }
        Instant now = clock.instant();
        String disclosure = Stream.of("is_aigc", "brand_content_toggle", "brand_organic_toggle")
                .filter(flag -> post.info.path(flag).asBoolean())
                .collect(Collectors.joining(", "));
        ObjectNode metadata = Json.object();
        metadata.set("post_info", post.info.deepCopy());
        return Stream.of(new Published(
                "TikTok",
                post.creator.id(),
                post.publishId,
                post.title(),
                post.stage(now).name(),
                post.privacy(),
                disclosure,
                file,
                at,
                metadata.put("post_id", Long.toString(post.postId()))));
    }

    void tick() {
        webhooks.tick();
    }

    void close() {
        webhooks.close();
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public void forgetToken(Request request) {
        oauth.forgetToken(request);
    }

    @Override
    public void useUp(Operation operation, Request request) {
        posting.useUp(request);
    }

    @Override
    public void forgetUpload(Request request) {
        posting.forget(request);
    }
}
