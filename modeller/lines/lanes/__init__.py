"""The third binding: eight scenarios side by side in one wide register, compiled once for each structure of a model."""
