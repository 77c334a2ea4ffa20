package io.viralforge.cli;

/** Where the script forge arrives. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Forge.execute(Terminal.ofProcess(), args));
    }
}
