package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.recipe.Loudness;
import io.viralforge.worker.media.LoudnessMeter.Reading;
import io.viralforge.worker.media.Sound.Taken;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoundPlannerTest {
    private final List<String> warnings = new ArrayList<>();
    private int runs;

    @Test
    void quietSoundWithRoomAboveIsOnlyMadeLouder() throws Exception {
        assertThat(plan(-20, -9)).isEqualTo(new Taken(6, false));
        assertThat(runs).isEqualTo(1);
        assertThat(plan(-8, -0.1)).isEqualTo(new Taken(-6, false));
        assertThat(warnings).isEmpty();
    }

    @Test
    void peaksAreHeldDownAndTheGainMakesUpForIt() throws Exception {
        var sound = (Taken) plan(-20, -3);
        assertThat(sound.isLimited()).isTrue();
        // The limiter below gives back half of what goes over the ceiling: 4 dB over, 4 more needed.
        assertThat(sound.gain()).isCloseTo(10, within(0.4));
        assertThat(runs).isLessThanOrEqualTo(5);
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatCannotBeReachedIsTold() throws Exception {
        // A limiter that gives back everything.
        var planner = new SoundPlanner(
                sound -> new Reading.Measured(sound.equals(Taken.UNCHANGED) ? -30 : -20, -1), warnings::add);
        assertThat(planner.plan(Loudness.DEFAULT)).isInstanceOf(Taken.class);
        assertThat(warnings).containsExactly("Its peaks leave no room to reach -14.0 LUFS; it is -20.0 LUFS.");
    }

    @Test
    void whatCannotBeMeasuredIsLeftAlone() throws Exception {
        var planner = new SoundPlanner(sound -> new Reading.TooLittle(), warnings::add);
        assertThat(planner.plan(Loudness.DEFAULT)).isEqualTo(Taken.UNCHANGED);
        assertThat(warnings).hasSize(1);
        assertThat(planner.plan(new Loudness(false, -14))).isEqualTo(Taken.UNCHANGED);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void soundThatCannotBeDecodedBecomesSilence() throws Exception {
        var planner = new SoundPlanner(sound -> new Reading.Undecodable(), warnings::add);
        assertThat(planner.plan(Loudness.DEFAULT)).isEqualTo(new Sound.Silent());
        assertThat(warnings).hasSize(1);
    }

    private Sound plan(double loudness, double peak) throws Exception {
        return new SoundPlanner(sound -> measured((Taken) sound, loudness, peak), warnings::add).plan(Loudness.DEFAULT);
    }

    private Reading measured(Taken sound, double loudness, double peak) {
        runs++;
        double over = sound.isLimited() ? Math.max(0, peak + sound.gain() + 1) : 0;
        return new Reading.Measured(loudness + sound.gain() - over / 2, Math.min(-1, peak + sound.gain()));
    }
}
