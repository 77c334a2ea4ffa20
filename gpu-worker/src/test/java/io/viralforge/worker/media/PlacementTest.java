package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.VerticalPlace;
import io.viralforge.worker.media.Placement.Area;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final SequencedMap<VerticalPlace, Area> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put(VerticalPlace.BOTTOM, new Area(0.1, 0.65, 0.8, 0.1));
        PLACES.put(VerticalPlace.TOP, new Area(0.1, 0.13, 0.8, 0.1));
        PLACES.put(VerticalPlace.MIDDLE, new Area(0.1, 0.45, 0.8, 0.1));
    }

    @Test
    void theFirstPlaceIsTakenWhereNothingIsInItsWay() {
        assertThat(choose()).isEqualTo(VerticalPlace.BOTTOM);
        assertThat(choose(new Area(0.3, 0.2, 0.4, 0.3))).isEqualTo(VerticalPlace.BOTTOM);
        // Beside it, and touching it.
        assertThat(choose(new Area(0, 0.6, 0.1, 0.3), new Area(0.1, 0.75, 0.8, 0.2)))
                .isEqualTo(VerticalPlace.BOTTOM);
    }

    @Test
    void aFaceIsNotCovered() {
        assertThat(choose(new Area(0.3, 0.6, 0.4, 0.3))).isEqualTo(VerticalPlace.TOP);
        assertThat(choose(new Area(0.3, 0.6, 0.4, 0.3), new Area(0, 0, 1, 0.2))).isEqualTo(VerticalPlace.MIDDLE);
    }

    @Test
    void whereAllIsBusyTheLeastIsCovered() {
        assertThat(choose(new Area(0, 0, 1, 1))).isEqualTo(VerticalPlace.BOTTOM);
        assertThat(choose(new Area(0, 0.4, 1, 0.6), new Area(0.4, 0.1, 0.1, 0.1)))
                .isEqualTo(VerticalPlace.TOP);
    }

    private static VerticalPlace choose(Area... busy) {
        return Placement.choose(List.of(busy), PLACES);
    }
}
