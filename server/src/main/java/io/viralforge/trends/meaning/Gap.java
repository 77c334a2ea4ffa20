package io.viralforge.trends.meaning;

import java.util.ArrayList;
import java.util.List;

/** Two texts between words that they have in common, in the same order. */
record Gap(List<String> here, List<String> there) {
    /** All, before, between and after what they have in common: the most that there is. */
    static List<Gap> between(List<String> one, List<String> other) {
        int[][] common = common(one, other);
        List<Gap> gaps = new ArrayList<>();
        Gap gap = empty();
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            if (i < one.size() && j < other.size() && one.get(i).equals(other.get(j))) {
                gaps.add(gap);
                gap = empty();
                i++;
                j++;
            } else if (j == other.size() || (i < one.size() && common[i + 1][j] >= common[i][j + 1])) {
                gap.here.add(one.get(i++));
            } else {
                gap.there.add(other.get(j++));
            }
        }
        gaps.add(gap);
        return gaps;
    }

    private static Gap empty() {
        return new Gap(new ArrayList<>(), new ArrayList<>());
    }

    /** How many words what is left of both, from each two places on, has in common. */
    private static int[][] common(List<String> one, List<String> other) {
        int[][] common = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                common[i][j] = one.get(i).equals(other.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
