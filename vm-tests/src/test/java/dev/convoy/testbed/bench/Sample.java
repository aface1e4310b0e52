package dev.convoy.testbed.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What one copy cost.
 *
 * @param wall from the start of the program to its end
 * @param copy of this the transfer itself, where the program does more than that
 * @param wireBytes to all hosts, with TCP and IP headers
 * @param cpuSeconds of the program and its children, on this side
 * @param peakKib of the largest process on this side; of several programs the sum
 * @param again what an interruption cost
 */
record Sample(Duration wall, Duration copy, long wireBytes, double cpuSeconds, long peakKib, Again again) {
    /**
     * @param bytes sent although they had been sent before
     * @param askingBytes of these, what any run takes that finds everything there: to connect, and to ask
     * @param sentBytes before the interruption
     * @param wholePaths that the host had then
     * @param wholePathsAgain how many more than it lacked were sent; if none, the rest of the bytes are of paths that were
     *     not whole, and what it takes to measure the line
     */
    record Again(long bytes, long askingBytes, long sentBytes, long wholePaths, long wholePathsAgain)
            implements Comparable<Again> {
        static final Again NONE = new Again(0, 0, 0, 0, 0);

        @Override
        public int compareTo(Again other) {
            return Long.compare(bytes, other.bytes);
        }
    }

    /** Of each column its own median. */
    static Sample median(List<Sample> samples) {
        return new Sample(
                middle(samples.stream().map(Sample::wall).toList()),
                middle(samples.stream().map(Sample::copy).toList()),
                middle(samples.stream().map(Sample::wireBytes).toList()),
                middle(samples.stream().map(Sample::cpuSeconds).toList()),
                middle(samples.stream().map(Sample::peakKib).toList()),
                middle(samples.stream().map(Sample::again).toList()));
    }

    private static <T extends Comparable<? super T>> T middle(List<T> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }
}
