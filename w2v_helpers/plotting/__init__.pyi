from .figures import (
    BLACK as BLACK,
    BLUE as BLUE,
    COLOURS as COLOURS,
    GREEN as GREEN,
    GREY as GREY,
    ORANGE as ORANGE,
    PURPLE as PURPLE,
    RED as RED,
    SKY as SKY,
    alternative_text as alternative_text,
    plot_arrows as plot_arrows,
    plot_bars as plot_bars,
    plot_learning_curves as plot_learning_curves,
    plot_matrix as plot_matrix,
    plot_neighbours as plot_neighbours,
    plot_norms as plot_norms,
    plot_windows as plot_windows,
    plot_zipf as plot_zipf,
)
from .interactive import interactive_map as interactive_map
from .maps import (
    colours_of_groups as colours_of_groups,
    plot_analogy as plot_analogy,
    plot_map as plot_map,
    plot_pairs as plot_pairs,
    plot_points as plot_points,
    project as project,
)
from .results import (
    plot_curves as plot_curves,
    plot_dots as plot_dots,
    plot_recurring as plot_recurring,
    plot_results as plot_results,
    plot_spread as plot_spread,
    plot_votes as plot_votes,
)
from .sliders import sliders as sliders
from .tensorboard import TensorBoardWords as TensorBoardWords
