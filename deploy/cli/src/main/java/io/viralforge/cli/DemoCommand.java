package io.viralforge.cli;

import io.viralforge.sandbox.Sandbox;
import io.viralforge.sandbox.SandboxClock;
import io.viralforge.types.CaptionsInput;
import io.viralforge.types.MediaKind;
import io.viralforge.types.RecipeInput;
import io.viralforge.types.RightsInput;
import io.viralforge.types.SourceInput;
import io.viralforge.types.cli.AssetFields;
import io.viralforge.types.cli.JobFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job in one command: a clip in, a verified vertical short out. */
@CommandLine.Command(
        name = "demo",
        description =
                "Uploads a clip, renders a 1080x1920 short of it with captions, downloads and verifies it, and rehearses its publication.",
        footer = {
            "",
            "Uses the server that runs in the data folder, else starts one and stops it afterwards; one that it starts publishes to a sandbox of this machine. Works in a studio labelled as sample. Ctrl-C cancels the job.",
            "",
            "  ./forge demo",
            "  ./forge demo --clip talk.mp4 --captions talk.vtt --rights owned",
            "  ./forge demo --clip found.webm --rights cc-by --attribution \"Jane Doe\""
        })
final class DemoCommand extends Command {
    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "The clip. Without it one is made on the spot, with captions.")
    private @Nullable Path clip;

    @Option(
            names = "--captions",
            paramLabel = "FILE",
            description =
                    "WebVTT, SubRip, SubStation or plain text, in UTF-8, to burn in. Times are those of the clip; plain text is spread over its length.")
    private @Nullable Path captions;

    @Mixin
    private RightsOptions rights = new RightsOptions();

    @Mixin
    private ShortOptions options = new ShortOptions();

    @Mixin
    private DataFolder folder = new DataFolder();

    @Override
    Exit run() throws Exception {
        checkArguments();
        @Nullable RightsInput given = clip == null ? null : rights.of(terminal());
        @Nullable CaptionsInput words = captions == null ? null : Captions.read(captions);
        try (Sandbox sandbox = Sandbox.start(0, SandboxClock.running())) {
            return folder.send(api -> shorten(api, given, words, sandbox), sandbox, terminal());
        }
    }

    private void checkArguments() {
        if (clip == null) {
            @Nullable String given = options.isSalvage() ? "--salvage" : rights.given();
            if (given != null) {
                throw new Failure(Exit.USAGE, given + " is about a clip of yours: name it by --clip.");
            }
        } else {
            ShortMaker.checkClip(clip);
        }
        options.check();
    }

    private Exit shorten(LocalApi api, @Nullable RightsInput given, @Nullable CaptionsInput words, Sandbox sandbox)
            throws InterruptedException, IOException {
        Eye eye = Eye.open();
        Path temporary = Files.createTempDirectory("viralforge-demo-");
        try {
            Path source = clip != null ? clip : SampleClip.make(eye.ffmpeg(), temporary);
            RightsInput basis = given != null ? given : RightsOptions.own();
            @Nullable CaptionsInput shown = words == null && clip == null ? SampleClip.captions() : words;
            ShortMaker maker = new ShortMaker(terminal(), folder, options, eye);
            JobFields.MediaAsset made = maker.make(api, List.of(source), basis, (steps, assets) -> {
                AssetFields asset = assets.getFirst();
                if (asset.kind() != MediaKind.VIDEO) {
                    throw new Failure(
                            Exit.REFUSED,
                            source + " is a still picture. A short is made of a clip: name a file that moves.");
                }
                return new RecipeInput()
                        .source(new SourceInput(asset.id()))
                        .captions(shown)
                        .toMap();
            });
            rehearse(api, made, sandbox);
            return Exit.DONE;
        } finally {
            delete(temporary);
        }
    }

    /** A server that ran before publishes where its operator has said, or nowhere: no place to rehearse. */
    private void rehearse(LocalApi api, JobFields.MediaAsset made, Sandbox sandbox) throws InterruptedException {
        Rehearsal rehearsal = new Rehearsal(terminal(), api.client(), sandbox);
        if (rehearsal.isPossible()) {
            rehearsal.publish(
                    made.id(), made.rights() == null ? null : made.rights().attribution());
        }
    }

    private static void delete(Path temporary) throws IOException {
        try (var files = Files.list(temporary)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(temporary);
    }
}
