package io.viralforge.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.SafeZone.Margins;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafeZoneTest {
    @Test
    void whatIsClearOfAnyIsClearOfEach() {
        Margins any = SafeZone.ANY.margins(Canvas.DEFAULT);
        for (SafeZone zone : List.of(SafeZone.YOUTUBE_SHORTS, SafeZone.TIKTOK, SafeZone.INSTAGRAM_REELS)) {
            Margins each = zone.margins(Canvas.DEFAULT);
            assertThat(any.top()).as("%s", zone).isGreaterThanOrEqualTo(each.top());
            assertThat(any.side()).as("%s", zone).isGreaterThanOrEqualTo(each.side());
            assertThat(any.bottom()).as("%s", zone).isGreaterThanOrEqualTo(each.bottom());
        }
        assertThat(any).isEqualTo(new Margins(130, 110, 245));
    }

    @Test
    void aPictureThatIsWiderThanHighHasOtherMargins() {
        assertThat(SafeZone.TIKTOK.margins(new Canvas(1920, 1080, 30))).isEqualTo(new Margins(80, 80, 90));
        assertThat(SafeZone.TIKTOK.margins(new Canvas(1080, 1080, 30))).isEqualTo(new Margins(110, 110, 195));
    }
}
