"""Pictures: one function per picture. No stage imports them."""

from w2v_helpers.plotting.figures import (
    BLACK as BLACK,
)
from w2v_helpers.plotting.figures import (
    BLUE as BLUE,
)
from w2v_helpers.plotting.figures import (
    COLOURS as COLOURS,
)
from w2v_helpers.plotting.figures import (
    ORANGE as ORANGE,
)
from w2v_helpers.plotting.figures import (
    SKY as SKY,
)
from w2v_helpers.plotting.figures import (
    alternative_text as alternative_text,
)
from w2v_helpers.plotting.figures import (
    colours_of_groups as colours_of_groups,
)
from w2v_helpers.plotting.figures import (
    plot_analogy as plot_analogy,
)
from w2v_helpers.plotting.figures import (
    plot_arrows as plot_arrows,
)
from w2v_helpers.plotting.figures import (
    plot_bars as plot_bars,
)
from w2v_helpers.plotting.figures import (
    plot_cbow as plot_cbow,
)
from w2v_helpers.plotting.figures import (
    plot_learning_curves as plot_learning_curves,
)
from w2v_helpers.plotting.figures import (
    plot_map as plot_map,
)
from w2v_helpers.plotting.figures import (
    plot_matrix as plot_matrix,
)
from w2v_helpers.plotting.figures import (
    plot_neighbours as plot_neighbours,
)
from w2v_helpers.plotting.figures import (
    plot_norms as plot_norms,
)
from w2v_helpers.plotting.figures import (
    plot_pairs as plot_pairs,
)
from w2v_helpers.plotting.figures import (
    plot_points as plot_points,
)
from w2v_helpers.plotting.figures import (
    plot_similarities as plot_similarities,
)
from w2v_helpers.plotting.figures import (
    plot_skip_gram as plot_skip_gram,
)
from w2v_helpers.plotting.figures import (
    plot_windows as plot_windows,
)
from w2v_helpers.plotting.figures import (
    plot_zipf as plot_zipf,
)
