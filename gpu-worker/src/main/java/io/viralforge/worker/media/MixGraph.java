package io.viralforge.worker.media;

import io.viralforge.recipe.Music;
import io.viralforge.recipe.Original;
import io.viralforge.recipe.Voice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the filtergraph that puts the takes' own sound, a voice and music together. Everything in it is at 48 kHz
 * and in stereo.
 */
final class MixGraph {
    private static final String RATE =
            "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo";

    /** By how many samples afftdn is late: two of the three eightieths of a second that it looks at. */
    private static final int DENOISING_DELAY = 1200;

    /** A key of -34 dBFS and more holds the music down, usual speech by some 12 dB, and lets it come back within pauses. */
    private static final String DUCKING = "sidechaincompress=threshold=0.02:ratio=8:attack=30:release=500";

    private final RenderPlan plan;
    private final List<String> chains;
    private int input;

    private MixGraph(RenderPlan plan, List<String> chains, int input) {
        this.plan = plan;
        this.chains = chains;
        this.input = input;
    }

    /**
     * The last chain of the mix, without its label.
     *
     * @param original the chain of the takes' own sound, without a label; null: none is heard
     * @param chains takes what comes before
     * @param input FFmpeg's number of the first of the mix's inputs
     */
    static String of(RenderPlan plan, @Nullable String original, List<String> chains, int input) {
        return new MixGraph(plan, chains, input).mixed(original);
    }

    private String mixed(@Nullable String takes) {
        Mix.Heard<Music> music = plan.mix().music();
        Mix.Heard<Voice> voice = plan.mix().voice();
        // Inputs are numbered in the order in which they are read here.
        String below = music == null ? null : music(music);
        String above = voice == null ? null : voice(voice);
        String own =
                takes == null ? null : takes + filters(plan.recipe().sound().original());
        String key = above == null ? own : above;
        if (below == null || key == null || music == null || !music.how().isDucked()) {
            return sum(own, above, below);
        }
        chains.add(key + ",asplit[spoken][key]");
        chains.add(below + "[music]");
        String ducked = "[music][key]" + DUCKING;
        return above == null ? sum("[spoken]anull", null, ducked) : sum(own, "[spoken]anull", ducked);
    }

    private String sum(@Nullable String... parts) {
        var heard = new ArrayList<String>();
        for (String part : parts) {
            if (part != null) {
                heard.add(part);
            }
        }
        if (heard.size() == 1) {
            return heard.getFirst();
        }
        var labels = new StringBuilder();
        for (int i = 0; i < heard.size(); i++) {
            chains.add(heard.get(i) + "[part" + i + "]");
            labels.append("[part").append(i).append("]");
        }
        return labels + "amix=inputs=" + heard.size() + ":normalize=0,atrim=end=" + FilterGraph.seconds(plan.seconds());
    }

    private String music(Mix.Heard<Music> heard) {
        Music music = heard.how();
        double from = music.from().toMillis() / 1e3;
        double fade = Math.min(music.fade().toMillis() / 1e3, plan.seconds() / 2);
        String cut = ",atrim=start=%s:end=%s,asetpts=PTS-STARTPTS"
                .formatted(FilterGraph.seconds(from), FilterGraph.seconds(from + plan.seconds()));
        String faded = fade == 0
                ? ""
                : ",afade=t=in:d=%1$s,afade=t=out:st=%2$s:d=%1$s"
                        .formatted(FilterGraph.seconds(fade), FilterGraph.seconds(plan.seconds() - fade));
        return next(heard) + RATE + cut + volume(music.gain()) + faded + filled();
    }

    private String voice(Mix.Heard<Voice> heard) {
        Voice voice = heard.how();
        return next(heard) + RATE + volume(voice.gain()) + ",adelay=delays="
                + voice.at().toMillis() + ":all=1" + filled();
    }

    private String next(Mix.Heard<?> heard) {
        return "[" + input++ + ":" + heard.audio().index() + "]";
    }

    /** Neither shorter nor longer than the picture. */
    private String filled() {
        String length = FilterGraph.seconds(plan.seconds());
        return ",apad=whole_dur=" + length + ",atrim=end=" + length;
    }

    private static String filters(Original original) {
        String denoised = original.isDenoised()
                ? ",apad=pad_len=%1$d,afftdn=nr=12:nf=-40,atrim=start_sample=%1$d,asetpts=PTS-STARTPTS"
                        .formatted(DENOISING_DELAY)
                : "";
        return denoised + volume(original.gain());
    }

    private static String volume(double gain) {
        return gain == 0 ? "" : ",volume=" + FilterGraph.number(gain) + "dB";
    }
}
