package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.RenderPlan.Layer;
import io.viralforge.worker.vision.Gaze;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The graphs as data: what a change of the renderer changes is seen here, and asks for another renderer version. */
class FilterGraphTest {
    private static final String TO_709 =
            ":out_color_matrix=bt709:out_range=limited" + ":flags=bicubic+accurate_rnd+full_chroma_int+bitexact";
    private static final String TAGGED =
            "format=yuv420p,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,setsar=1";
    private static final String POSTER = "[still]select='eq(n,0)+eq(n,60)',scale=in_color_matrix=bt709:in_range=limited"
            + ":out_color_matrix=smpte170m:out_range=full,format=yuvj420p[poster]";

    @Test
    void theDefaultRecipeOnAWideClip() {
        assertThat(graph(Recipe.DEFAULT, 0, video("yuv420p", null, null), Sound.Taken.UNCHANGED, List.of()))
                .isEqualTo("[0:1]scale=1920:1080,fps=fps=30:start_time=0:round=near,crop=608:1080:656:0:exact=0,"
                        + "scale=1082:1920:in_color_matrix=bt709:in_range=limited" + TO_709 + ",crop=1080:1920:0:0,"
                        + TAGGED + ",tpad=stop=-1:stop_mode=clone,trim=end_frame=180[take0];"
                        + "[take0]split[video][still];"
                        + POSTER + ";"
                        + "[0:0]aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo,"
                        + "apad=whole_dur=6.000000[audio]");
    }

    @Test
    void aPartIsCountedFromWhereItBegins() {
        var recipe = Recipes.of(Map.of("source", Recipes.part(10, 16)));
        assertThat(graph(recipe, 2, video("yuv420p", null, null), new Sound.Taken(-3.5, false), List.of()))
                .startsWith("[0:1]scale=1920:1080,setpts=PTS-2.000000/TB,fps=fps=30:start_time=0:round=near,")
                .endsWith("[0:0]asetpts=PTS-2.000000/TB,atrim=start=0,aresample=48000:async=1:first_pts=0,"
                        + "aformat=sample_fmts=fltp:channel_layouts=stereo,apad=whole_dur=6.000000,"
                        + "atrim=end=6.000000,volume=-3.50dB[audio]");
    }

    @Test
    void highDynamicRangeIsMapped() {
        assertThat(graph(
                        Recipe.DEFAULT,
                        0,
                        video("yuv420p10le", "bt2020nc", "arib-std-b67"),
                        Sound.Taken.UNCHANGED,
                        List.of()))
                .contains(
                        "zscale=tin=arib-std-b67:min=bt2020nc:pin=bt2020:rin=limited:t=linear:npl=100,format=gbrpf32le,"
                                + "zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=limited,format=yuv420p")
                .doesNotContain("in_color_matrix=bt2020");
    }

    @Test
    void everyChoiceOfTheRecipeIsThere() {
        var recipe = Recipes.of(Map.of(
                "source", Map.of("assetId", "a"),
                "fit", Map.of("blur", Map.of("strength", 20)),
                "isMirrored", true,
                "grade", Map.of("brightness", -0.1, "gamma", 1.5)));
        Path file = Path.of("/w/x.png");
        List<Layer> layers = List.of(
                new Layer.Opening(file, 2, 0, 0),
                new Layer.Sequence(Path.of("/w/captions.ffconcat"), 100, 1200),
                new Layer.Drawn(file, 800, 40));
        assertThat(graph(recipe, 0, video("yuv420p", "bt470bg", null), new Sound.Silent(), layers))
                .contains("split[near0][far0];", "gblur=sigma=2.7", "[behind0][before0]overlay=x=0:y=656:")
                .contains("in_color_matrix=bt470:", "hflip,eq=brightness=-0.1:contrast=1:saturation=1:gamma=1.5,")
                .contains("fade=t=out:st=1.750000:d=0.250000:alpha=1[layer1]")
                .contains("[take0][layer1]overlay=x=0:y=0:eof_action=pass:format=yuv420[over1]")
                .contains("[over1][layer2]overlay=x=100:y=1200:eof_action=repeat:format=yuv420[over2]")
                .contains("[over3]split[video][still]")
                .endsWith("anullsrc=r=48000:cl=stereo,atrim=end=6.000000[audio]");
    }

    @Test
    void noWordOfAnybodysEntersTheGraph() {
        var recipe = Recipes.of(Map.of(
                "source", Map.of("assetId", "a"),
                "captions", Map.of("text", "EVIL'];[x]movie=/etc/passwd"),
                "titleCard", Map.of("text", "EVIL"),
                "watermark", Map.of("mark", Map.of("text", "EVIL"))));
        var plan = plan(recipe, 0, video("yuv420p", null, null), Sound.Taken.UNCHANGED, List.of());
        assertThat(RenderCommands.render(plan, Limits.DEFAULT, true)).noneMatch(argument -> argument.contains("EVIL"));
        var substation = Recipes.of(Map.of(
                "source", Map.of("assetId", "a"),
                "captions",
                        Map.of(
                                "ass",
                                "[Script Info]\nScript: EVIL\n[Fonts]\nfontname: /etc/EVIL\n[Events]\n"
                                        + "Dialogue: 0,0:00:00.00,0:00:01.00,EVIL,,0,0,0,EVIL,{\\fn/EVIL}EVIL")));
        assertThat(RenderCommands.render(
                        plan(substation, 0, video("yuv420p", null, null), Sound.Taken.UNCHANGED, List.of()),
                        Limits.DEFAULT,
                        true))
                .noneMatch(argument -> argument.contains("EVIL"));
    }

    @Test
    void aStrangersFileIsOpenedByOneDemuxerThatReachesForNothing() {
        var plan = plan(Recipe.DEFAULT, 0, video("yuv420p", null, null), Sound.Taken.UNCHANGED, List.of());
        assertThat(RenderCommands.render(plan, Limits.DEFAULT, true))
                .containsSequence(
                        "-protocol_whitelist",
                        "file,pipe",
                        "-f",
                        "mov",
                        "-format_whitelist",
                        "mov",
                        "-enable_drefs",
                        "0",
                        "-use_absolute_path",
                        "0")
                .containsSequence("-i", "file:/in/clip.mp4");
    }

    @Test
    void aJobsOwnGpuDecodesItsClipAndNothingElse() {
        var plan = plan(Recipe.DEFAULT, 0, video("yuv420p", null, null), Sound.Taken.UNCHANGED, List.of());
        var onGpu = new RenderPlan(
                plan.recipe(),
                plan.takes(),
                180,
                60,
                Mix.NONE,
                plan.sound(),
                null,
                List.of(),
                plan.video(),
                plan.poster(),
                1);
        assertThat(RenderCommands.render(plan, Limits.DEFAULT, true)).doesNotContain("-hwaccel");
        assertThat(RenderCommands.render(onGpu, Limits.DEFAULT, true))
                .containsSequence("-hwaccel", "cuda", "-hwaccel_device", "1", "-i", "file:/in/clip.mp4")
                .containsOnlyOnce("-hwaccel");
    }

    private static String graph(Recipe recipe, double preroll, Track.Video video, Sound sound, List<Layer> layers) {
        return FilterGraph.of(plan(recipe, preroll, video, sound, layers), true);
    }

    private static RenderPlan plan(Recipe recipe, double preroll, Track.Video video, Sound sound, List<Layer> layers) {
        var header = new FileHeader.Known(Container.MOV, "video/mp4");
        var audio = new Track.Audio(0, "aac", 0, 6);
        var clip = new Clip(Path.of("/in/clip.mp4"), header, video, audio, 6, List.of());
        var takes = List.of(new Take(recipe.shots().getFirst(), clip, 180, 0, preroll, Gaze.MIDDLE));
        return new RenderPlan(
                recipe,
                takes,
                180,
                60,
                Mix.NONE,
                sound,
                null,
                layers,
                Path.of("/w/video.mp4"),
                Path.of("/w/poster.jpg"),
                null);
    }

    private static Track.Video video(
            String pixels,
            @org.jspecify.annotations.Nullable String matrix,
            @org.jspecify.annotations.Nullable String transfer) {
        var colour = new Track.Colour(pixels, matrix, transfer, false);
        return new Track.Video(1, "h264", 1920, 1080, 1, false, colour, false, 180, 0, 6, 6);
    }
}
