"""A drawn face that the detector finds."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

__all__ = ["drawn_face"]


def drawn_face(side: int) -> Image.Image:
    """A face from the front with hair, brows, eyes, nose and mouth, on transparent ground."""
    size = 400
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((70, 10, 330, 330), fill=(50, 35, 25, 255))
    draw.ellipse((90, 40, 310, 395), fill=(222, 184, 155, 255))
    draw.ellipse((110, 45, 290, 170), fill=(232, 198, 170, 255))
    for middle in (150, 250):
        draw.ellipse((middle - 42, 150, middle + 42, 215), fill=(165, 125, 100, 255))
        draw.rounded_rectangle((middle - 38, 142, middle + 38, 156), 7, fill=(60, 42, 30, 255))
        draw.ellipse((middle - 28, 168, middle + 28, 200), fill=(235, 235, 230, 255))
        draw.ellipse((middle - 15, 167, middle + 15, 201), fill=(40, 30, 25, 255))
    draw.polygon(((188, 190), (212, 190), (224, 268), (176, 268)), fill=(238, 205, 180, 255))
    draw.ellipse((172, 256, 228, 282), fill=(180, 135, 110, 255))
    for middle in (120, 280):
        draw.ellipse((middle - 25, 215, middle + 25, 285), fill=(230, 192, 165, 255))
    draw.ellipse((150, 305, 250, 340), fill=(150, 75, 70, 255))
    draw.rectangle((155, 319, 245, 325), fill=(80, 35, 35, 255))
    return picture.filter(ImageFilter.GaussianBlur(4)).resize((side, side), Image.Resampling.LANCZOS)
