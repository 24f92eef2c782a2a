"""Makes the bundle's atlas from one T1 scan and a public cortical parcellation network.

Scan and network are brainchop's (`t1_crop.nii.gz` and `model21_104class`, MIT licence). The network names 68 cortical
parcels and the FreeSurfer structures; parcels become lobes by the usual grouping of the Desikan-Killiany atlas
(Klein and Tourville 2012, appendix), the rest of each hemisphere takes the lobe of the nearest parcel.
"""

from __future__ import annotations

import json
from pathlib import Path

import nibabel as nib
import numpy as np
import torch
import yaml
from scipy import ndimage

LOBES = {
    "frontal": "superiorfrontal rostralmiddlefrontal caudalmiddlefrontal parsopercularis parstriangularis parsorbitalis "
               "lateralorbitofrontal medialorbitofrontal precentral paracentral frontalpole rostralanteriorcingulate "
               "caudalanteriorcingulate",
    "parietal": "superiorparietal inferiorparietal supramarginal postcentral precuneus posteriorcingulate isthmuscingulate",
    "temporal": "superiortemporal middletemporal inferiortemporal bankssts fusiform transversetemporal entorhinal "
                "temporalpole parahippocampal",
    "occipital": "lateraloccipital lingual cuneus pericalcarine",
    "insula": "insula",
}
LOBE_OF = {parcel: lobe for lobe, parcels in LOBES.items() for parcel in parcels.split()}

# id stem -> (site in words, SNOMED CT code, meaning, structures of the network that make it up)
SITES = {
    "frontal-lobe": ("frontal lobe", "83251001", "Frontal lobe", ""),
    "parietal-lobe": ("parietal lobe", "16630005", "Parietal lobe", ""),
    "temporal-lobe": ("temporal lobe", "78277001", "Temporal lobe", "Hippocampus Amygdala Inf-Lat-Vent"),
    "occipital-lobe": ("occipital lobe", "31065004", "Occipital lobe", ""),
    "insula": ("insula", "36169008", "Insula", ""),
    "cerebellum": ("cerebellum", "113305005", "Cerebellum", "Cerebellum-White-Matter Cerebellum-Cortex"),
    "basal-ganglia": ("basal ganglia", "32610002", "Basal ganglia", "Caudate Putamen Pallidum Accumbens-area"),
    "thalamus": ("thalamus", "42695009", "Thalamus", "Thalamus-Proper* VentralDC"),
}
MIDLINE = {
    "brain-stem": ("brain stem", "119238007", "Brain stem", "Brain-Stem"),
    "corpus-callosum": ("corpus callosum", "88442005", "Corpus callosum",
                        "CC_Posterior CC_Mid_Posterior CC_Central CC_Mid_Anterior CC_Anterior"),
    "ventricles": ("ventricles", "35764002", "Brain ventricle",
                   "Left-Lateral-Ventricle Right-Lateral-Ventricle 3rd-Ventricle 4th-Ventricle"),
}
LANDMARKS = {
    "cerebral-white-matter": "Cerebral-White-Matter", "cerebral-cortex": "", "lateral-ventricle": "Lateral-Ventricle",
    "cerebellum-white-matter": "Cerebellum-White-Matter", "cerebellum-cortex": "Cerebellum-Cortex",
    "thalamus": "Thalamus-Proper*", "caudate": "Caudate", "putamen": "Putamen", "pallidum": "Pallidum",
    "hippocampus": "Hippocampus", "amygdala": "Amygdala", "accumbens-area": "Accumbens-area", "ventral-dc": "VentralDC",
}
MARGIN_MM = 6.0


def parcellate(model: Path, scan: Path) -> tuple[np.ndarray, np.ndarray, dict[str, int]]:
    """Runs a brainchop MeshNet; returns the label map, its RAS affine and label values by name."""
    topology = json.loads((model / "model.json").read_text())
    weights, offset = {}, 0
    raw = b"".join((model / p).read_bytes() for w in topology["weightsManifest"] for p in w["paths"])
    for entry in (x for w in topology["weightsManifest"] for x in w["weights"]):
        count = int(np.prod(entry["shape"]))
        weights[entry["name"]] = torch.from_numpy(np.frombuffer(raw, "<f4", count, offset).reshape(entry["shape"]).copy())
        offset += 4 * count
    image = nib.load(scan)
    voxels = np.asanyarray(image.dataobj).astype(np.float32)
    head = np.argwhere(voxels > voxels.max() * 0.02)
    box = tuple(slice(max(a - 4, 0), b + 5) for a, b in zip(head.min(0), head.max(0)))
    scaled = (voxels - voxels.min()) / (voxels.max() - voxels.min())
    x = torch.from_numpy(scaled[box][None, None])
    convolutions = [layer["config"] for layer in topology["modelTopology"]["model_config"]["config"]["layers"]
                    if layer["class_name"] == "Conv3D"]
    labels = np.zeros(voxels.shape, dtype=np.uint8)
    with torch.inference_mode():
        for config in convolutions[:-1]:
            x = _convolve(x, config, weights).relu_()
        slices = [_convolve(x[:, :, i:i + 1], convolutions[-1], weights).argmax(1)[0, 0] for i in range(x.shape[2])]
    labels[box] = torch.stack(slices).to(torch.uint8).numpy()
    names = {name: int(value) for value, name in json.loads((model / "labels.json").read_text()).items()}
    return labels, image.affine, names


def _convolve(x: torch.Tensor, config: dict, weights: dict[str, torch.Tensor]) -> torch.Tensor:
    kernel = weights[config["name"] + "/kernel"].permute(4, 3, 0, 1, 2).contiguous()
    dilation = config["dilation_rate"][0]
    return torch.nn.functional.conv3d(x, kernel, weights[config["name"] + "/bias"],
                                      padding=dilation * (kernel.shape[2] // 2), dilation=dilation)


def to_lps(labels: np.ndarray, affine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Reorders axes so that indices grow to left, posterior and superior; returns the affine to LPS mm."""
    current = nib.orientations.io_orientation(affine)
    change = nib.orientations.ornt_transform(current, nib.orientations.axcodes2ornt(("L", "P", "S")))
    ras = affine @ nib.orientations.inv_ornt_aff(change, labels.shape)
    return nib.orientations.apply_orientation(labels, change), np.diag([-1.0, -1.0, 1.0, 1.0]) @ ras


def sites() -> list[dict]:
    """The atlas labels in order: left and right of each paired site, then the midline."""
    out = []
    for stem, (site, code, meaning, _) in SITES.items():
        for side in ("left", "right"):
            out.append(_entry(len(out) + 1, f"{side}-{stem}", f"{side} {site}", side, site, code, meaning))
    for stem, (site, code, meaning, _) in MIDLINE.items():
        out.append(_entry(len(out) + 1, stem, site, "midline", site, code, meaning))
    return out


def _entry(value: int, id_: str, name: str, side: str, site: str, code: str, meaning: str) -> dict:
    return {"value": value, "id": id_, "name": name, "side": side, "site": site,
            "code": {"scheme": "SCT", "value": code, "meaning": meaning}}


def seeds(labels: np.ndarray, names: dict[str, int]) -> np.ndarray:
    """Atlas values where the network names a parcel or structure; 0 elsewhere (white matter included)."""
    table = np.zeros(256, dtype=np.uint8)
    value = {s["id"]: s["value"] for s in sites()}
    for side, prefix, hemi in (("left", "Left-", "lh"), ("right", "Right-", "rh")):
        for parcel, lobe in LOBE_OF.items():
            table[names[f"ctx-{hemi}-{parcel}"]] = value[f"{side}-{lobe if lobe == 'insula' else lobe + '-lobe'}"]
        for stem, (*_, parts) in SITES.items():
            for part in parts.split():
                table[names[prefix + part]] = value[f"{side}-{stem}"]
    for stem, (*_, parts) in MIDLINE.items():
        for part in parts.split():
            table[names[part]] = value[stem]
    return table[labels]


def spread(labels: np.ndarray, names: dict[str, int]) -> np.ndarray:
    """Gives every voxel of white matter the nearest lobe of its own side (insula: at most 6 mm), and a 6 mm margin."""
    seeded = seeds(labels, names)
    value = {s["id"]: s["value"] for s in sites()}
    out = seeded.copy()
    for side, white in (("left", "Left-Cerebral-White-Matter"), ("right", "Right-Cerebral-White-Matter")):
        region = labels == names[white]
        insula = value[f"{side}-insula"]
        lobes = [value[f"{side}-{lobe}-lobe"] for lobe in LOBES if lobe != "insula"]
        out[region] = _nearest(np.where(np.isin(seeded, lobes), seeded, 0))[0][region]
        to_lobe = _nearest(np.where(np.isin(seeded, lobes), seeded, 0))[1]
        near = ndimage.distance_transform_edt(seeded != insula)
        out[region & (near < to_lobe) & (near <= MARGIN_MM)] = insula
    smooth = _majority(out, labels > 0)
    filled, distance = _nearest(smooth)
    return np.where(distance <= MARGIN_MM, filled, 0).astype(np.uint8)


def _nearest(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    distance, index = ndimage.distance_transform_edt(values == 0, return_indices=True)
    return values[tuple(index)], distance


def _majority(values: np.ndarray, brain: np.ndarray, sigma: float = 1.5) -> np.ndarray:
    """Smooths a label map at 1 mm by a Gaussian vote; thin midline sites keep their voxels."""
    best, winner = np.zeros(values.shape, np.float32), np.zeros(values.shape, np.uint8)
    for value in range(1, int(values.max()) + 1):
        vote = ndimage.gaussian_filter((values == value).astype(np.float32), sigma)
        wins = vote > best
        best[wins], winner[wins] = vote[wins], value
    thin = np.isin(values, [s["value"] for s in sites() if s["side"] == "midline"])
    return np.where(brain, np.where(thin, values, winner), 0).astype(np.uint8)


def landmark_masks(labels: np.ndarray, names: dict[str, int]) -> dict[str, np.ndarray]:
    """Largest component of each structure that also stands in the synthetic label maps, by structure id."""
    out = {}
    for side, prefix, hemi in (("left", "Left-", "lh"), ("right", "Right-", "rh")):
        for stem, part in LANDMARKS.items():
            cortex = [v for k, v in names.items() if k.startswith(f"ctx-{hemi}-")]
            mask = labels == names[prefix + part] if part else np.isin(labels, cortex)
            # the corpus callosum counts as white matter in the synthetic maps
            out[f"{side}-{stem}"] = _largest(mask)
    for id_, part in (("third-ventricle", "3rd-Ventricle"), ("fourth-ventricle", "4th-Ventricle"), ("brain-stem", "Brain-Stem")):
        out[id_] = _largest(labels == names[part])
    return out


def _largest(mask: np.ndarray) -> np.ndarray:
    marked, count = ndimage.label(mask)
    if count < 2:
        return mask
    return marked == 1 + int(np.argmax(np.bincount(marked.ravel())[1:]))


def build(model: Path, scan: Path, folder: Path) -> None:
    """Writes `atlas.nii.gz` and `atlas.yaml` into a bundle folder."""
    labels, affine, names = parcellate(model, scan)
    labels, lps = to_lps(labels, affine)
    full = spread(labels, names)
    marks = {}
    for id_, mask in sorted(landmark_masks(labels, names).items()):
        at = lps @ np.array([*np.argwhere(mask).mean(0), 1.0])
        marks[id_] = [round(float(v), 2) for v in at[:3]]
    small, small_lps = _halve(full, lps)
    image = nib.Nifti1Image(small, np.diag([-1.0, -1.0, 1.0, 1.0]) @ small_lps)
    image.header.set_xyzt_units("mm")
    nib.save(image, folder / "atlas.nii.gz")
    text = yaml.safe_dump({"labels": sites(), "landmarks": marks}, sort_keys=False, allow_unicode=True, width=160)
    head = ("# Coarse brain atlas of this bundle: values of atlas.nii.gz (2 mm, LPS) and landmarks in its own LPS millimetres.\n"
            "# Made by models/kit from brainchop's model21_104class and t1_crop.nii.gz (MIT licence).\n")
    (folder / "atlas.yaml").write_text(head + text)


def _halve(labels: np.ndarray, lps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every second voxel of a 1 mm map, cropped to the labelled box."""
    where = np.argwhere(labels > 0)
    low, high = where.min(0), where.max(0) + 1
    out = np.eye(4)
    out[:3, :3] = lps[:3, :3] * 2
    out[:3, 3] = lps[:3, :3] @ low + lps[:3, 3]
    return np.ascontiguousarray(labels[low[0]:high[0]:2, low[1]:high[1]:2, low[2]:high[2]:2]), out
