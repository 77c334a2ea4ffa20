package io.viralforge.recipe;

import java.util.List;
import java.util.stream.Collectors;

/** A part of a recipe was made of values that it does not allow. */
public final class InvalidRecipeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidRecipeException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(" ")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, with paths that begin at the part that was being made. Never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
